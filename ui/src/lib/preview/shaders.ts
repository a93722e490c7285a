/**
 * The one WebGL program: a stroke is a quad around its segment, and the fragment's distance to the
 * segment makes round ends and soft edges at any width.
 *
 * The corners come from the vertex number, everything else once per stroke. A stroke outside the time
 * window, on a hidden layer, or from one path to the next collapses to nothing.
 */

/** Texels a row of the layer table holds; two to a layer. */
export const TABLE_WIDTH = 512;

/** Flags beside the layer number. */
export const GAP = 1;
export const DOT = 2;
/** The stroke is the first or the last of its path. */
export const FIRST = 4;
export const LAST = 8;
export const LAYER_SHIFT = 4;

export const VERTEX = `#version 300 es
precision highp float;
precision highp int;

layout(location = 0) in vec2 a_from;
layout(location = 1) in float a_from_s;
layout(location = 2) in vec2 a_to;
layout(location = 3) in float a_to_s;
layout(location = 4) in uint a_meta;

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

vec4 entry(uint layer, int which) {
  int texel = int(layer) * 2 + which;
  return texelFetch(u_layers, ivec2(texel % ${TABLE_WIDTH}, texel / ${TABLE_WIDTH}), 0);
}

void main() {
  uint layer = a_meta >> ${LAYER_SHIFT}u;
  bool dot_only = (a_meta & ${DOT}u) != 0u;
  bool gap = (a_meta & ${GAP}u) != 0u;
  vec4 ink = entry(layer, 0);
  vec4 ghost = entry(layer, 1);

  float begin = 0.0;
  float end = 1.0;
  if (dot_only || a_to_s <= a_from_s) {
    end = a_from_s >= u_window_s.x && a_from_s <= u_window_s.y ? 1.0 : 0.0;
  } else {
    float lasts = a_to_s - a_from_s;
    begin = clamp((u_window_s.x - a_from_s) / lasts, 0.0, 1.0);
    end = clamp((u_window_s.y - a_from_s) / lasts, 0.0, 1.0);
  }
  if ((gap && !dot_only) || ghost.a > 0.5 || begin >= end) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }

  vec2 middle = u_view_px * 0.5;
  vec2 from = (a_from - u_centre_mm) * u_px_per_mm + middle;
  vec2 to = ((dot_only ? a_from : a_to) - u_centre_mm) * u_px_per_mm + middle;
  float whole = length(to - from);
  vec2 along = whole > 1e-6 ? (to - from) / whole : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  vec2 start = from + along * whole * begin;
  v_begin = whole * begin;
  v_length = whole * (end - begin);
  v_half = (u_travel ? u_travel_px : max(ink.a * u_px_per_mm, 1.0)) * 0.5;

  if (u_travel) {
    v_color = u_travel_color;
  } else if (u_order) {
    float part = clamp(a_from_s / u_total_s, 0.0, 1.0);
    v_color = part < 0.5 ? mix(u_stops[0], u_stops[1], part * 2.0) : mix(u_stops[1], u_stops[2], part * 2.0 - 1.0);
  } else {
    v_color = u_ghost ? ghost.rgb : ink.rgb;
  }

  // Where strokes meet, only the later one is round: soft edges painted twice would show as beads.
  // Hairlines have no room for a round end; theirs meet exactly.
  bool thin = v_half < 1.0 && !dot_only;
  bool starts = (a_meta & ${FIRST}u) != 0u;
  bool ends = (a_meta & ${LAST}u) != 0u;
  float round_px = v_half + 1.0;
  v_beyond = thin
    ? vec2(starts ? 0.5 : 0.0, ends ? 0.5 : 0.0)
    : vec2(round_px, ends || dot_only || end < 1.0 ? round_px : 0.0);

  float room = v_half + 1.0;
  v_at = vec2((gl_VertexID & 2) == 0 ? -room : v_length + room, (gl_VertexID & 1) == 0 ? -room : room);
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
