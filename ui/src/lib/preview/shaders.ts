/**
 * The one WebGL program: a stroke is a quad around its segment, and the fragment's distance to the
 * segment makes round ends and soft edges at any width.
 *
 * There are no attributes: the vertex number says which stroke and which corner, and textures.ts has
 * the strokes. A stroke outside the time window, on a hidden layer, or from one path to the next
 * collapses to nothing.
 */

/** Texels a row of the layer table holds; two to a layer. */
export const TABLE_WIDTH = 512;

/** Vertices of a stroke: two triangles. */
export const CORNERS = 6;

/** Kinds of a stroke, added to its layer number times `LAYER_FACTOR`. */
export const GAP = 1;
export const DOT = 2;
/** The stroke is the first or the last of its path. */
export const FIRST = 4;
export const LAST = 8;
export const LAYER_FACTOR = 16;

export const VERTEX = `#version 300 es
precision highp float;
precision highp int;

uniform highp sampler2D u_strokes;  // for each point: place in mm, time in s, kind of the stroke
uniform int u_strokes_width;
uniform highp sampler2D u_layers;   // for each layer: colour and width in mm; ghost colour and hidden
uniform vec2 u_centre_mm;
uniform float u_px_per_mm;
uniform vec2 u_view_px;
uniform vec2 u_window_s;
uniform float u_total_s;
uniform bool u_ghost;
uniform bool u_order;
uniform vec3 u_stops[3];
uniform bool u_travel;
uniform vec3 u_travel_color;
uniform float u_travel_px;

flat out vec3 v_color;
flat out float v_length;
flat out float v_half;
flat out float v_begin;
flat out vec2 v_beyond;             // how far the stroke goes on beyond its start and end
out vec2 v_at;

vec4 entry(int layer, int which) {
  int texel = layer * 2 + which;
  return texelFetch(u_layers, ivec2(texel % ${TABLE_WIDTH}, texel / ${TABLE_WIDTH}), 0);
}

vec4 point(int index) {
  return texelFetch(u_strokes, ivec2(index % u_strokes_width, index / u_strokes_width), 0);
}

void main() {
  int stroke = gl_VertexID / ${CORNERS};
  int corner = gl_VertexID % ${CORNERS};
  if (corner > 2) corner = ${CORNERS} - corner;
  vec4 a = point(stroke);
  vec4 b = point(stroke + 1);
  vec2 from = a.xy;
  vec2 to = b.xy;
  float from_s = a.z;
  float to_s = b.z;
  int kind = int(a.w);
  int layer = kind / ${LAYER_FACTOR};
  bool dot_only = (kind & ${DOT}) != 0;
  bool gap = (kind & ${GAP}) != 0;
  vec4 ink = entry(layer, 0);
  vec4 ghost = entry(layer, 1);

  float begin = 0.0;
  float end = 1.0;
  if (dot_only || to_s <= from_s) {
    end = from_s >= u_window_s.x && from_s <= u_window_s.y ? 1.0 : 0.0;
  } else {
    float lasts = to_s - from_s;
    begin = clamp((u_window_s.x - from_s) / lasts, 0.0, 1.0);
    end = clamp((u_window_s.y - from_s) / lasts, 0.0, 1.0);
  }
  if (gap || ghost.a > 0.5 || begin >= end) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }

  vec2 middle = u_view_px * 0.5;
  vec2 from_px = (from - u_centre_mm) * u_px_per_mm + middle;
  vec2 to_px = ((dot_only ? from : to) - u_centre_mm) * u_px_per_mm + middle;
  float whole = length(to_px - from_px);
  vec2 along = whole > 1e-6 ? (to_px - from_px) / whole : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  vec2 start = from_px + along * whole * begin;
  v_begin = whole * begin;
  v_length = whole * (end - begin);
  v_half = (u_travel ? u_travel_px : max(ink.a * u_px_per_mm, 1.0)) * 0.5;

  if (u_travel) {
    v_color = u_travel_color;
  } else if (u_order) {
    float part = clamp(from_s / u_total_s, 0.0, 1.0);
    v_color = part < 0.5 ? mix(u_stops[0], u_stops[1], part * 2.0) : mix(u_stops[1], u_stops[2], part * 2.0 - 1.0);
  } else {
    v_color = u_ghost ? ghost.rgb : ink.rgb;
  }

  // Where strokes meet, only the later one is round: soft edges painted twice would show as beads.
  // Hairlines have no room for a round end; theirs all but meet exactly.
  bool thin = v_half < 1.0 && !dot_only;
  bool starts = (kind & ${FIRST}) != 0;
  bool ends = (kind & ${LAST}) != 0;
  float round_px = v_half + 1.0;
  v_beyond = thin
    ? vec2(starts ? 0.5 : 0.0, ends ? 0.5 : 0.15)
    : vec2(round_px, ends || dot_only || end < 1.0 ? round_px : 0.0);

  float room = v_half + 1.0;
  v_at = vec2((corner & 2) == 0 ? -room : v_length + room, (corner & 1) == 0 ? -room : room);
  vec2 px = start + along * v_at.x + across * v_at.y;
  gl_Position = vec4(px.x / u_view_px.x * 2.0 - 1.0, 1.0 - px.y / u_view_px.y * 2.0, 0.0, 1.0);
}
`;

export const FRAGMENT = `#version 300 es
precision highp float;

uniform bool u_dashed;
uniform vec2 u_dash_px;             // on, and on plus off

flat in vec3 v_color;
flat in float v_length;
flat in float v_half;
flat in float v_begin;
flat in vec2 v_beyond;
in vec2 v_at;
out vec4 o_color;

void main() {
  if (v_at.x < -v_beyond.x || v_at.x >= v_length + v_beyond.y) discard;
  float beyond = max(max(-v_at.x, v_at.x - v_length), 0.0);
  float away = v_half < 1.0 && v_length > 0.0 ? abs(v_at.y) : length(vec2(beyond, v_at.y));
  float alpha = clamp(v_half + 0.5 - away, 0.0, 1.0);
  if (u_dashed && mod(v_at.x + v_begin, u_dash_px.y) > u_dash_px.x) alpha = 0.0;
  if (alpha <= 0.0) discard;
  o_color = vec4(v_color * alpha, alpha);
}
`;
