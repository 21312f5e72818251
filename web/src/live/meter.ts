/** Readings a second: more can't be seen. */
const EVERY_MS = 50;
/** From where loudness is shown, dB of full scale. */
const FLOOR_DB = -60;

/** From 0 (silence) to 1 (as loud as can be), of samples from -1 to 1; even steps sound even. */
export function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  return power <= 0 ? 0 : Math.max(0, Math.min(1, 1 - (10 * Math.log10(power)) / FLOOR_DB));
}

/** Tell `listener` how loud a microphone is, from 0 to 1, some times a second. Returns how to stop. */
export function meter(track: MediaStreamTrack, listener: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    // Without a gesture of the person the context rests, and what it has is silence.
    if (context.state === "suspended") void context.resume();
    analyser.getFloatTimeDomainData(samples);
    listener(loudness(samples));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
