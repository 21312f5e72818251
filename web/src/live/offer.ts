/** What goes into an offer: codecs, layers, header extensions. No I/O here. */

/** rids from the smallest layer up. The relay knows them as S0, S1, S2. */
const LAYERS = [
  { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
] as const;

/** Three temporal layers in each: the relay can halve the frame rate twice. */
const TEMPORAL_LAYERS = "L1T3";

const VOICE_BITRATE = 48_000;

export interface CameraEncoding extends RTCRtpEncodingParameters {
  readonly scalabilityMode?: string;
}

/** How the camera is sent; `temporal` is false for browsers that know nothing of temporal layers. */
export function cameraEncodings(temporal: boolean): CameraEncoding[] {
  return LAYERS.map((layer) => (temporal ? { ...layer, scalabilityMode: TEMPORAL_LAYERS } : { ...layer }));
}

export function microphoneEncodings(): RTCRtpEncodingParameters[] {
  return [{ maxBitrate: VOICE_BITRATE, priority: "high", networkPriority: "high" }];
}

/**
 * The codecs to offer, best first. Everything else is left out: an offer with all that a browser knows is three times
 * as long. When frames are encrypted only those remain whose clear bytes we know: VP8 and plain Opus.
 */
export function codecPreferences<C extends RTCRtpCodec>(kind: string, known: readonly C[], encrypted: boolean): C[] {
  const named = (type: string, fits: (parameters: string) => boolean = () => true) =>
    known.filter((codec) => codec.mimeType.toLowerCase() === type && fits(codec.sdpFmtpLine ?? ""));
  if (kind === "audio") return [...named("audio/opus"), ...(encrypted ? [] : named("audio/red"))];
  const h264 = named("video/h264", (line) => line.includes("packetization-mode=1") && line.includes("42e01f"));
  return [...named("video/vp8"), ...(encrypted ? [] : h264.slice(0, 1)), ...named("video/rtx")];
}

const CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

export interface HeaderExtension {
  readonly uri: string;
  readonly direction: string;
}

/** The extensions with the capture time among them, which browsers know and don't offer by themselves. */
export function withCaptureTime(extensions: readonly HeaderExtension[]): HeaderExtension[] {
  return extensions.map((one) => (one.uri === CAPTURE_TIME ? { ...one, direction: "sendrecv" } : one));
}

/** The offer with retransmission of lost sound, which browsers do when it is asked for in the description only. */
export function withAudioNack(sdp: string): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => {
      const opus = /^a=rtpmap:(\d+) opus\/48000/im.exec(section)?.[1];
      if (opus === undefined || new RegExp(`^a=rtcp-fb:${opus} nack\\r?$`, "m").test(section)) return section;
      return section.replace(
        new RegExp(`^a=rtpmap:${opus} .*$\\r?\\n`, "m"),
        (line) => `${line}a=rtcp-fb:${opus} nack\r\n`,
      );
    })
    .join("");
}
