import { expect, test } from "vitest";
import { cameraEncodings, codecPreferences, withAudioNack, withCaptureTime } from "./offer";

const codec = (mimeType: string, sdpFmtpLine?: string) => ({
  mimeType,
  clockRate: 90_000,
  ...(sdpFmtpLine === undefined ? {} : { sdpFmtpLine }),
});

const VIDEO = [
  codec("video/AV1"),
  codec("video/VP8"),
  codec("video/rtx"),
  codec("video/VP9", "profile-id=0"),
  codec("video/H264", "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f"),
  codec("video/H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
  codec("video/H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=640c1f"),
  codec("video/ulpfec"),
];
const AUDIO = [codec("audio/red", "111/111"), codec("audio/opus"), codec("audio/G722"), codec("audio/PCMU")];

test("of what a browser knows, only what the relay carries is offered", () => {
  expect(codecPreferences("video", VIDEO, false)).toEqual([VIDEO[1], VIDEO[5], VIDEO[2]]);
  expect(codecPreferences("audio", AUDIO, false)).toEqual([AUDIO[1], AUDIO[0]]);
});

test("encrypted frames need codecs whose clear bytes we know", () => {
  expect(codecPreferences("video", VIDEO, true)).toEqual([VIDEO[1], VIDEO[2]]);
  expect(codecPreferences("audio", AUDIO, true)).toEqual([AUDIO[1]]);
});

test("the camera is sent at a quarter, a half and all of its size, with temporal layers where there are any", () => {
  expect(cameraEncodings(true).map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
    ["q", 4],
    ["h", 2],
    ["f", 1],
  ]);
  expect(cameraEncodings(true).every((one) => one.scalabilityMode === "L1T3")).toBe(true);
  expect(cameraEncodings(false).some((one) => "scalabilityMode" in one)).toBe(false);
});

test("lost sound is asked for again in each audio section, once, and video is left alone", () => {
  const audio = "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n";
  const video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\n";
  const sdp = `v=0\r\n${audio}${video}${audio}`;
  const asked = withAudioNack(sdp);
  expect(asked.match(/^a=rtcp-fb:111 nack\r$/gm)).toHaveLength(2);
  expect(asked.replaceAll("a=rtcp-fb:111 nack\r\n", "")).toBe(sdp);
  expect(withAudioNack(asked)).toBe(asked);
});

test("the capture time is offered, the rest stays as the browser has it", () => {
  const others = [{ uri: "urn:ietf:params:rtp-hdrext:sdes:mid", direction: "sendrecv" }];
  const capture = { uri: "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time", direction: "stopped" };
  expect(withCaptureTime([...others, capture])).toEqual([...others, { ...capture, direction: "sendrecv" }]);
});
