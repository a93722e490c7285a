// A plate as it comes from a customer: two holes, an outline that is not closed, a line twice.

type Point = readonly [x: number, y: number];

const line = ([x1, y1]: Point, [x2, y2]: Point) =>
  `0\nLINE\n8\nCUT\n10\n${x1}\n20\n${y1}\n11\n${x2}\n21\n${y2}\n`;
const circle = ([x, y]: Point, r: number) => `0\nCIRCLE\n8\nHOLES\n10\n${x}\n20\n${y}\n40\n${r}\n`;

/**
 * @param gap_mm how far the ends of the outline are apart.
 * @param unit what the file declares: 4 for millimetres, 6 for metres.
 */
export function plate({ gap_mm = 0.05, twice = true, unit = 4 } = {}): string {
  const corners: Point[] = [
    [0, 0],
    [120, 0],
    [120, 80],
    [0, 80],
  ];
  const outline = corners.map((from, at) => {
    const to = corners[(at + 1) % corners.length] ?? from;
    return line(from, at === corners.length - 1 ? [0, gap_mm] : to);
  });
  return [
    `0\nSECTION\n2\nHEADER\n9\n$INSUNITS\n70\n${unit}\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n`,
    ...outline,
    circle([30, 40], 10),
    circle([80, 40], 18),
    ...(twice ? [line([120, 20], [120, 60])] : []),
    '0\nENDSEC\n0\nEOF\n',
  ].join('');
}
