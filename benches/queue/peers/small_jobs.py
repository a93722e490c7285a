"""Jobs for RQ as small as ours."""


def nothing():
    return {"paths": 1}


def grid(width_mm=10.0, height_mm=10.0, spacing_mm=500.0):
    """What our smallest task draws, as text; its preview, its report and its files are left out."""
    lines = [((x * spacing_mm, 0.0), (x * spacing_mm, height_mm)) for x in range(int(width_mm / spacing_mm) + 1)]
    lines += [((0.0, y * spacing_mm), (width_mm, y * spacing_mm)) for y in range(int(height_mm / spacing_mm) + 1)]
    paths = "".join(f'<path d="M{a[0]},{a[1]}L{b[0]},{b[1]}"/>' for a, b in lines)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm}mm" height="{height_mm}mm" '
        f'viewBox="0 0 {width_mm} {height_mm}" fill="none" stroke="#000" stroke-width="0.3">{paths}</svg>'
    )
    return {"paths": len(lines), "svg": svg}
