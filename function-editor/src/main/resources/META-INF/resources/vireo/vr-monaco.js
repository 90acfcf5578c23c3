/*
 * Code editor: Monaco from its webjar, in the light DOM, coloured by the --vr-* tokens, with one model a file.
 *
 * Keys become drafts: DRAFT_MS after the last one the file's whole text goes out as "vr-draft" {path, text, revision}; the server
 * answers with drafted(path, revision). What is unanswered for LATE_MS is kept in this browser too and offered again when the file
 * is next opened, so that neither a lost connection nor a restart of the server costs a key. The state is told to the document as
 * "vr-draft-state" {state: saved|editing|saving|retrying|offline, at}.
 */
import { monacoOf, followTheme, languageOf, FACE } from './vr-monaco-loader.js';

const DRAFT_MS = 1000;
const LATE_MS = 5000;
const MARKS_MS = 300;
const STORE = 'vireo.draft.';
const LCS_CELLS = 1_000_000;

/* Which lines of `now` are new or changed against `before`: [{line, added}]. Common ends are cut, the rest is a longest common subsequence. */
function marksOf(before, now) {
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]) start++;
  let endBefore = before.length;
  let endNow = now.length;
  while (endBefore > start && endNow > start && before[endBefore - 1] === now[endNow - 1]) {
    endBefore--;
    endNow--;
  }
  const rows = endBefore - start;
  const columns = endNow - start;
  const kept = new Set();
  if (rows * columns > 0 && rows * columns <= LCS_CELLS) {
    const width = columns + 1;
    const lcs = new Uint32Array((rows + 1) * width);
    for (let i = rows - 1; i >= 0; i--) {
      for (let j = columns - 1; j >= 0; j--) {
        lcs[i * width + j] = before[start + i] === now[start + j] ? lcs[(i + 1) * width + j + 1] + 1 : Math.max(lcs[(i + 1) * width + j], lcs[i * width + j + 1]);
      }
    }
    for (let i = 0, j = 0; i < rows && j < columns;) {
      if (before[start + i] === now[start + j]) {
        kept.add(start + j++);
        i++;
      } else if (lcs[(i + 1) * width + j] >= lcs[i * width + j + 1]) i++;
      else j++;
    }
  }
  const marks = [];
  let removed = rows - kept.size;
  for (let line = start; line < endNow; line++) {
    if (!kept.has(line)) marks.push({ line: line + 1, added: removed-- <= 0 });
  }
  return marks;
}

class CodeEditor extends HTMLElement {
  files = new Map(); // path → {model, view, baseline, revision, answered, timer, late, marks}
  queue = Promise.resolve();

  connectedCallback() {
    this.ready = this.start();
    // A call that comes before Monaco waits for it, in order.
    this.queue = this.ready;
    this.leave = () => this.flush();
    addEventListener('pagehide', this.leave);
  }

  disconnectedCallback() {
    this.flush();
    this.unfollow?.();
    removeEventListener('pagehide', this.leave);
    this.files.forEach((file) => file.model.dispose());
    this.files.clear();
    this.editor?.dispose();
    this.editor = this.monaco = undefined;
  }

  async start() {
    this.classList.add('loading');
    try {
      this.monaco = await monacoOf();
    } catch (error) {
      this.textContent = error.message + '. Reload the page; nothing typed is lost.';
      throw error;
    }
    if (!this.isConnected) return;
    this.unfollow = followTheme(this.monaco);
    const host = document.createElement('div');
    host.className = 'host';
    this.replaceChildren(host);
    this.editor = this.monaco.editor.create(host, {
      ...FACE, model: null, readOnly: this.hasAttribute('readonly'), renderLineHighlight: 'all', ariaLabel: 'Code', contextmenu: true,
    });
    document.fonts.ready.then(() => this.monaco?.editor.remeasureFonts());
    const { KeyMod, KeyCode } = this.monaco;
    this.editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyS, () => this.flush());
    this.editor.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyS, () => this.tell('vr-save-version'));
    this.editor.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, () => this.tell('vr-run'));
    this.editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyK, () => this.tell('vr-search'));
    this.editor.onDidChangeCursorPosition(({ position }) => this.cursor(position));
    this.classList.remove('loading');
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  then(act) {
    this.queue = this.queue.then(() => this.editor && act());
    return this.queue;
  }

  /* text: what the server keeps; baseline: the live version's text, or null when there is none. */
  openFile(path, text, baseline) {
    return this.then(() => {
      const old = this.files.get(path);
      if (old) {
        this.dropStash(path);
        this.quietly(old, text);
        old.baseline = baseline;
        this.mark(old);
        return;
      }
      const model = this.monaco.editor.createModel(text, languageOf(path));
      model.updateOptions({ tabSize: path.endsWith('.py') ? 4 : 2, insertSpaces: true });
      model.setEOL(0);
      const file = { path, model, baseline, revision: 0, answered: 0 };
      this.files.set(path, file);
      model.onDidChangeContent(() => this.edited(file));
      const stash = localStorage.getItem(STORE + this.key + '/' + path);
      if (stash !== null && stash !== text) {
        model.setValue(stash);
        this.tell('vr-restored', { path });
      } else this.dropStash(path);
      this.mark(file);
    });
  }

  compareWith(path, baseline) {
    return this.then(() => {
      const file = this.files.get(path);
      if (!file) return;
      file.baseline = baseline;
      this.mark(file);
    });
  }

  showFile(path, line) {
    return this.then(() => {
      const file = this.files.get(path);
      if (!file) return;
      const shown = this.files.get(this.shown);
      if (shown) shown.view = this.editor.saveViewState();
      this.shown = path;
      this.editor.setModel(file.model);
      if (file.view) this.editor.restoreViewState(file.view);
      if (line) {
        this.editor.revealLineInCenter(line);
        this.editor.setPosition({ lineNumber: line, column: 1 });
        this.editor.focus();
      }
      this.paintMarks(file);
      this.cursor(this.editor.getPosition());
    });
  }

  forgetFile(path) {
    return this.then(() => {
      const file = this.files.get(path);
      clearTimeout(file?.timer);
      clearTimeout(file?.late);
      this.dropStash(path);
      file?.model.dispose();
      this.files.delete(path);
    });
  }

  /* The server has committed this revision of the draft. */
  drafted(path, revision) {
    const file = this.files.get(path);
    if (!file) return;
    file.answered = Math.max(file.answered, revision);
    if (file.answered === file.revision) {
      clearTimeout(file.late);
      this.dropStash(path);
      if ([...this.files.values()].every((f) => f.answered === f.revision)) this.state('saved');
    }
  }

  /* The server refused or could not keep the draft; it stays here and is sent again. */
  draftFailed(path) {
    const file = this.files.get(path);
    if (!file) return;
    this.stash(file);
    this.state('retrying');
    clearTimeout(file.timer);
    file.timer = setTimeout(() => this.send(file), LATE_MS);
  }

  problems(path, problems) {
    return this.then(() => {
      const file = this.files.get(path);
      if (!file) return;
      this.monaco.editor.setModelMarkers(file.model, 'vireo', problems.map(({ line, message }) => ({
        startLineNumber: line, endLineNumber: line, startColumn: file.model.getLineFirstNonWhitespaceColumn(line) || 1,
        endColumn: file.model.getLineMaxColumn(Math.min(line, file.model.getLineCount())), message, severity: 8,
      })));
    });
  }

  set readonly(value) {
    this.toggleAttribute('readonly', value);
    this.then(() => this.editor.updateOptions({ readOnly: value }));
  }

  quietly(file, text) {
    if (file.model.getValue() === text) return;
    this.muted = true;
    file.model.pushEditOperations([], [{ range: file.model.getFullModelRange(), text }], () => null);
    this.muted = false;
  }

  edited(file) {
    clearTimeout(file.marks);
    file.marks = setTimeout(() => this.mark(file), MARKS_MS);
    if (this.muted) return;
    file.revision++;
    this.state('editing');
    clearTimeout(file.timer);
    file.timer = setTimeout(() => this.send(file), DRAFT_MS);
  }

  send(file) {
    clearTimeout(file.timer);
    file.timer = undefined;
    if (file.revision === file.answered) return;
    this.state('saving');
    clearTimeout(file.late);
    file.late = setTimeout(() => {
      this.stash(file);
      this.state('offline');
      this.send(file);
    }, LATE_MS);
    this.tell('vr-draft', { path: file.path, text: file.model.getValue(), revision: file.revision });
  }

  flush() {
    this.files.forEach((file) => {
      if (file.revision !== file.answered) {
        this.stash(file);
        this.send(file);
      }
    });
  }

  stash(file) {
    localStorage.setItem(STORE + this.key + '/' + file.path, file.model.getValue());
  }

  dropStash(path) {
    localStorage.removeItem(STORE + this.key + '/' + path);
  }

  state(state) {
    document.dispatchEvent(new CustomEvent('vr-draft-state', { detail: { state, at: Date.now() } }));
  }

  cursor(position) {
    clearTimeout(this.cursorTimer);
    if (position) this.cursorTimer = setTimeout(() => this.tell('vr-cursor', { path: this.shown, line: position.lineNumber, column: position.column }), 150);
  }

  mark(file) {
    if (file.baseline === null || file.baseline === undefined) file.marked = [];
    else file.marked = marksOf(file.baseline.split(/\r?\n/), file.model.getLinesContent());
    this.paintMarks(file);
  }

  paintMarks(file) {
    if (this.shown !== file.path || !this.editor || !file.marked) return;
    this.decorations?.clear();
    this.decorations = this.editor.createDecorationsCollection(file.marked.map(({ line, added }) => ({
      range: new this.monaco.Range(line, 1, line, 1), options: { isWholeLine: true, linesDecorationsClassName: added ? 'vr-mark-add' : 'vr-mark-mod' },
    })));
  }
}

/* "saved 2 s ago" beside the draft, told by the editor alone: it is right when the server is away, too. */
class DraftState extends HTMLElement {
  connectedCallback() {
    this.setAttribute('role', 'status');
    this.heard = ({ detail }) => {
      this.detail = detail;
      this.paint();
    };
    document.addEventListener('vr-draft-state', this.heard);
    this.timer = setInterval(() => this.paint(), 5000);
    this.paint();
  }

  disconnectedCallback() {
    document.removeEventListener('vr-draft-state', this.heard);
    clearInterval(this.timer);
  }

  paint() {
    const { state, at } = this.detail || {};
    const ago = at ? Math.round((Date.now() - at) / 1000) : 0;
    const saved = ago < 5 ? 'saved' : ago < 60 ? `saved ${ago - (ago % 5)} s ago` : `saved ${new Date(at).toTimeString().slice(0, 5)}`;
    const words = { editing: 'editing', saving: 'saving', saved, retrying: 'not saved, retrying', offline: 'offline, kept in this browser' };
    this.textContent = words[state] || '';
    this.dataset.state = state || '';
  }
}

customElements.get('vr-monaco') || customElements.define('vr-monaco', CodeEditor);
customElements.get('vr-draft-state') || customElements.define('vr-draft-state', DraftState);
