/* The shapes of signs on the map, in a square of 24 by 24. */
export const SHAPES = {
  circle: "M12 2a10 10 0 110 20 10 10 0 010-20z",
  square: "M3 3h18v18H3z",
  diamond: "M12 0.6L23.4 12 12 23.4 0.6 12z",
  triangle: "M12 1.5L23.5 22H0.5z",
  hexagon: "M12 1l9.6 5.5v11L12 23l-9.6-5.5v-11z",
  cross: "M5 2l7 7 7-7 3 3-7 7 7 7-3 3-7-7-7 7-3-3 7-7-7-7z",
};
