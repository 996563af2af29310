export const MAIN_HEIGHT_PX = 220
export const SIDE_HEIGHT_PX = 160
