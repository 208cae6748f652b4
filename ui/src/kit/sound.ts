// The one sound of the till: a scan that did not land. Heard without looking, so that nobody packs
// what was not rung. Silent where the platform gives no sound.
let audio: AudioContext | null = null;

function tone(context: AudioContext, hertz: number, from_s: number, to_s: number): void {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.type = 'triangle';
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.22, context.currentTime + from_s);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + to_s);
  source.connect(volume).connect(context.destination);
  source.start(context.currentTime + from_s);
  source.stop(context.currentTime + to_s);
}

/** Two falling tones. */
export function alarm(): void {
  if (typeof AudioContext === 'undefined') return;
  audio ??= new AudioContext();
  void audio.resume();
  tone(audio, 440, 0, 0.16);
  tone(audio, 294, 0.17, 0.42);
}
