import { byId } from "./dom.js";
import { stopwatch } from "./time.js";

/** What WhatsApp itself records comes first. */
const types = ["audio/ogg; codecs=opus", "audio/mp4; codecs=opus", "audio/mp4", "audio/webm; codecs=opus"];

/** Records a voice message while its bar stands in place of the draft. */
export function createRecorder({ onDone, trouble }) {
  let recorder;
  let timer;

  async function start() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
      recorder = new MediaRecorder(stream, { mimeType });
      recorder.start();
      show(true);
    } catch (error) {
      trouble(`No recording: ${error.message}. A sound file can be attached instead.`);
    }
  }

  async function stop() {
    if (recorder === undefined) return undefined;
    const ended = recorder;
    recorder = undefined;
    show(false);
    const data = new Promise((resolve) => {
      ended.addEventListener("dataavailable", (event) => resolve(event.data), { once: true });
    });
    ended.stop();
    for (const track of ended.stream.getTracks()) track.stop();
    return data;
  }

  async function finish() {
    const recording = await stop();
    if (recording?.size > 0) onDone(recording);
  }

  function show(isRecording) {
    byId("writing").hidden = isRecording;
    byId("recording").hidden = !isRecording;
    clearInterval(timer);
    if (!isRecording) return;
    const startedAt = Date.now();
    const tell = () => {
      byId("record-time").textContent = stopwatch((Date.now() - startedAt) / 1000);
    };
    tell();
    timer = setInterval(tell, 250);
    byId("record-send").focus();
  }

  byId("record").hidden = typeof MediaRecorder === "undefined" || navigator.mediaDevices === undefined;
  byId("record").addEventListener("click", () => void start());
  byId("record-cancel").addEventListener("click", () => void stop());
  byId("record-send").addEventListener("click", () => void finish());
  return { cancel: stop };
}
