// What the states of the camera mean for the page.

const FAULTS = ["absent", "busy", "forbidden", "unplugged", "silent"];
const PICTURES = ["ok", "slow"];

/** Whether the camera gives pictures. */
export function givesPictures(camera) {
  return PICTURES.includes(camera.state);
}

/** Whether the camera should give pictures and does not. */
export function isFaulty(camera) {
  return FAULTS.includes(camera.state);
}
