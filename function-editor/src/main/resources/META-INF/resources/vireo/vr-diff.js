/*
 * Two texts of a file side by side, or one under the other when there is no room: Monaco's comparison, read-only.
 */
import { monacoOf, followTheme, languageOf, FACE } from './vr-monaco-loader.js';

class Diff extends HTMLElement {
  async compare(path, before, after) {
    this.wanted = { path, before, after };
    this.started ??= this.start();
    await this.started;
    if (this.editor) this.show();
  }

  async start() {
    this.monaco = await monacoOf().catch((error) => {
      this.textContent = error.message + '. Reload the page.';
    });
    if (!this.monaco || !this.isConnected) return;
    this.unfollow = followTheme(this.monaco);
    const host = document.createElement('div');
    host.className = 'host';
    this.replaceChildren(host);
    this.editor = this.monaco.editor.createDiffEditor(host, {
      ...FACE, readOnly: true, originalEditable: false, renderSideBySide: true, useInlineViewWhenSpaceIsLimited: true,
      renderSideBySideInlineBreakpoint: 720, hideUnchangedRegions: { enabled: true }, renderOverviewRuler: false,
    });
    // Monaco names the two sides from the options that changed last, so any later change would take their names away.
    this.editor.onDidUpdateDiff(() => this.nameSides());
  }

  nameSides() {
    this.editor.getOriginalEditor().updateOptions({ ariaLabel: 'Before' });
    this.editor.getModifiedEditor().updateOptions({ ariaLabel: 'After' });
  }

  show() {
    const { path, before, after } = this.wanted;
    const old = this.editor.getModel();
    const model = (text) => this.monaco.editor.createModel(text, languageOf(path));
    this.editor.setModel({ original: model(before), modified: model(after) });
    old?.original.dispose();
    old?.modified.dispose();
    this.nameSides();
  }

  disconnectedCallback() {
    this.unfollow?.();
    const model = this.editor?.getModel();
    this.editor?.dispose();
    model?.original.dispose();
    model?.modified.dispose();
    this.editor = this.started = undefined;
  }
}

customElements.get('vr-diff') || customElements.define('vr-diff', Diff);
