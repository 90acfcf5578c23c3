/*
 * Monaco from its webjar, once a page, coloured by the --vr-* tokens: what the editor and the comparison share.
 */
const root = new URL('../webjars/monaco-editor/0.52.2/min/', import.meta.url).href;
const KEYWORDS = {
  python: ('and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or '
    + 'pass raise return try while with yield True False None match case').split(' '),
};
const LANGUAGES = { py: 'python', yaml: 'yaml', yml: 'yaml', json: 'json', md: 'markdown', sh: 'shell', js: 'javascript', ts: 'typescript',
  html: 'html', css: 'css', sql: 'sql', xml: 'xml', java: 'java', go: 'go' };

let loading;
/* Loads Monaco once a page; the order of the three steps is fixed, the other order throws. */
export function monacoOf() {
  return (loading ??= new Promise((resolve, reject) => {
    const css = document.createElement('link');
    css.rel = 'stylesheet';
    css.href = root + 'vs/editor/editor.main.css';
    document.head.append(css);
    window.MonacoEnvironment = { getWorker: (_, label) => new Worker(root + 'vs/base/worker/workerMain.js#' + label) };
    const script = document.createElement('script');
    script.src = root + 'vs/loader.js';
    script.onerror = () => reject(new Error('the editor could not be loaded'));
    script.onload = () => {
      window.require.config({ paths: { vs: root + 'vs' } });
      window.require(['vs/editor/editor.main'], () =>
        window.require(['vs/basic-languages/python/python'], (python) => {
          const language = structuredClone(python.language);
          language.keywords = KEYWORDS.python;
          language.tokenizer.root.unshift([/[A-Za-z_]\w*(?=\()/, { cases: { '@keywords': 'keyword', '@default': 'function' } }]);
          monaco.languages.onLanguage('python', () => setTimeout(() => monaco.languages.setMonarchTokensProvider('python', language)));
          resolve(window.monaco);
        }, reject), reject);
    };
    document.head.append(script);
  }));
}

/* A token's colour as #rrggbb(aa): Monaco knows neither variables nor light-dark(). */
function hexOf(token, probe) {
  probe.style.color = `var(${token})`;
  const context = (hexOf.context ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true }));
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = getComputedStyle(probe).color;
  context.fillRect(0, 0, 1, 1);
  return '#' + [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((n) => n.toString(16).padStart(2, '0')).join('');
}

function paintTheme(monaco) {
  const probe = document.createElement('span');
  document.body.append(probe);
  const c = (token) => hexOf('--vr-' + token, probe);
  const text = c('text');
  const dark = getComputedStyle(document.documentElement).colorScheme.includes('dark')
    && (!getComputedStyle(document.documentElement).colorScheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches);
  const brackets = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => ['editorBracketHighlight.foreground' + n, text]));
  monaco.editor.defineTheme('vireo', {
    base: dark ? 'vs-dark' : 'vs', inherit: false,
    rules: [
      { token: '', foreground: text.slice(1) },
      ...[['keyword', 'syn-key'], ['string', 'syn-str'], ['string.escape', 'syn-num'], ['number', 'syn-num'], ['function', 'syn-fn'], ['comment', 'syn-com'],
        ['tag', 'syn-fn'], ['type', 'syn-fn'], ['string.key', 'syn-fn'], ['string.yaml', 'syn-str']].map(([token, name]) => ({ token, foreground: c(name).slice(1) })),
    ],
    colors: {
      'editor.background': c('code-bg'), 'editor.foreground': text, 'editorLineNumber.foreground': c('text-3'), 'editorLineNumber.activeForeground': text,
      'editor.lineHighlightBackground': c('hover'), 'editor.lineHighlightBorder': c('hover'), 'editorCursor.foreground': text,
      'editor.selectionBackground': c('accent-line'), 'editor.inactiveSelectionBackground': c('accent-tint'), 'editorWidget.background': c('raised'),
      'editorWidget.border': c('line-2'), 'editorIndentGuide.background1': c('line'), 'editorIndentGuide.activeBackground1': c('line-2'),
      'editorSuggestWidget.selectedBackground': c('accent-tint'), 'editorSuggestWidget.background': c('raised'), 'editorHoverWidget.background': c('raised'),
      'editorError.foreground': c('error'), 'editorWarning.foreground': c('warn'), 'scrollbarSlider.background': c('line-2') + '88',
      'editorOverviewRuler.border': c('code-bg'), 'focusBorder': c('focus'), 'editor.findMatchHighlightBackground': c('mark-tint'), ...brackets,
    },
  });
  monaco.editor.setTheme('vireo');
  probe.remove();
}


/* Paints now and whenever the colours change; answers what ends that. */
export function followTheme(monaco) {
  const repaint = () => paintTheme(monaco);
  const observer = new MutationObserver(repaint);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['theme', 'style', 'data-contrast'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', repaint);
  repaint();
  return () => {
    observer.disconnect();
    scheme.removeEventListener('change', repaint);
  };
}

export const languageOf = (path) => LANGUAGES[path.slice(path.lastIndexOf('.') + 1)] || 'plaintext';

/* How every editor here looks. */
export const FACE = {
  fontFamily: 'Plex Mono, ui-monospace, monospace', fontSize: 12.5, lineHeight: 20, minimap: { enabled: false }, lineNumbersMinChars: 3,
  lineDecorationsWidth: 20, automaticLayout: true, fixedOverflowWidgets: true, scrollBeyondLastLine: false, overviewRulerLanes: 0,
  padding: { top: 6, bottom: 6 }, glyphMargin: false, folding: false, stickyScroll: { enabled: false }, 'semanticHighlighting.enabled': false,
  accessibilitySupport: 'auto', renderFinalNewline: 'on',
};
