/*
 * Live log dock: one strip below every page, one pane a function (vr-log-pane.js), fed by server-sent events outside the Vaadin
 * session, whose lines are painted (vr-log-lines.js) at most once in REPAINT_MS, whatever arrives. What the dock
 * shows (panes, filter, height) is kept in localStorage, so that it survives a reload; navigation never touches the element,
 * because the shell keeps it.
 */
(() => {
  const { el, svg, setGlyph, button, grouped } = VireoElements;
  const { SEVERITIES } = VireoLogLines;
  const REPAINT_MS = 100;
  const OLDER_AT_PX = 10 * VireoLogLines.ROW_PX;
  const FILTER_PAUSE_MS = 250;
  const SUMMARY_MS = 10000;
  const STORE = 'vireo.log-dock';
  const STATES = {
    connecting: ['g-queued', 'Connecting'],
    waiting: ['g-off', 'Waiting for the first line'],
    following: ['g-ok', 'Following'],
    paused: ['g-paused', 'Paused'],
    interrupted: ['g-off', 'Waiting for the gateway'],
    disconnected: ['g-off', 'Disconnected, next try in 2 s'],
    ended: ['g-idle', 'Ended'],
    denied: ['g-denied', 'No permission'],
    failed: ['g-off', 'Not there yet'],
  };

  const lineText = (line) => line.gap
    ? `-- ${line.gap} lines dropped here`
    : `${new Date(line.timeNs / 1e6).toISOString()} ${line.level} v${line.version} ${line.eventId || '-'} ${line.message}`
      + Object.entries(line.fields || {}).map(([name, value]) => ` ${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`).join('');
  const rateText = (pane) => (pane.rate() === 1 ? '1 line/s' : `${grouped(pane.rate())} lines/s`);

  class LogDock extends HTMLElement {
    panes = [];
    filter = { text: '', level: '', version: 0 };
    wrap = false;
    height = 246;

    connectedCallback() {
      if (!this.built) this.build();
      this.shortcuts = (event) => {
        if (!event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.code === 'KeyL') this.toggle();
        else if (event.code === 'KeyP' && this.pane) this.pauseOrFollow();
        else return;
        event.preventDefault();
      };
      document.addEventListener('keydown', this.shortcuts);
      this.summary = setInterval(() => this.summarise(), SUMMARY_MS);
      this.ticker = setInterval(() => this.pane?.recent.length && this.changed(), 1000);
    }

    disconnectedCallback() {
      document.removeEventListener('keydown', this.shortcuts);
      clearInterval(this.summary);
      clearInterval(this.ticker);
      this.panes.forEach((pane) => pane.close());
    }

    /* Called by the server: shows the log of one function, opening the dock when asked to. */
    openPane(key, name, url, show) {
      let pane = this.panes.find((p) => p.key === key);
      if (!pane) {
        if (this.panes.length === 4) this.removePane(this.panes[0]);
        pane = new VireoLogPane({ key, name, url }, this.filter, () => this.changed());
        this.panes.push(pane);
        pane.connect();
      }
      this.select(pane);
      if (show) this.toggle(true);
      this.keep();
    }

    /* A session change: nothing of the person before stays. */
    closeAll() {
      [...this.panes].forEach((pane) => this.removePane(pane));
      localStorage.removeItem(STORE);
    }

    removePane(pane) {
      pane.close();
      this.panes = this.panes.filter((p) => p !== pane);
      if (this.pane === pane) this.select(this.panes[0]);
      this.keep();
      this.changed();
    }

    select(pane) {
      this.pane = pane;
      this.detail.hidden = true;
      this.changed();
    }

    isOpen() {
      return this.hasAttribute('open');
    }

    toggle(open = !this.isOpen()) {
      this.toggleAttribute('open', open);
      this.style.height = open ? this.height + 'px' : '';
      this.strip.setAttribute('aria-expanded', open);
      this.keep();
      this.paint();
      window.dispatchEvent(new Event('resize'));
    }

    keep() {
      if (!this.built) return;
      localStorage.setItem(STORE, JSON.stringify({
        open: this.isOpen(), height: this.height, filter: this.filter, wrap: this.wrap,
        panes: this.panes.map(({ key, name, url }) => ({ key, name, url })), selected: this.pane?.key,
      }));
    }

    recall() {
      let kept;
      try {
        kept = JSON.parse(localStorage.getItem(STORE) || '{}');
      } catch {
        kept = {};
      }
      this.height = kept.height || this.height;
      if (typeof kept.filter === 'object') Object.assign(this.filter, kept.filter);
      this.find.value = this.filter.text;
      this.wrap = !!kept.wrap;
      (kept.panes || []).forEach((spec) => {
        const pane = new VireoLogPane(spec, this.filter, () => this.changed());
        this.panes.push(pane);
        pane.connect();
      });
      this.select(this.panes.find((p) => p.key === kept.selected) || this.panes[0]);
      this.toggle(!!kept.open);
    }

    build() {
      this.setAttribute('role', 'region');
      this.setAttribute('aria-label', 'Logs');
      this.strip = button('strip', 'Logs', 'i-panel-bottom', () => this.toggle());
      this.strip.dataset.testid = 'log-dock-strip';
      this.strip.setAttribute('aria-controls', 'vr-log-lines');
      this.stripState = el('span', 'vr-st');
      this.stripRate = el('span', 'hide-n');
      this.strip.append(this.stripState, this.stripRate, el('span', 'vr-sp'), el('span', 'hide-n t3', 'Alt L opens the dock'));

      this.grip = el('div', 'grip');
      this.grip.addEventListener('pointerdown', (event) => this.drag(event));
      this.bar = el('div', 'bar');
      this.tabs = el('div', 'panes');
      this.tabs.setAttribute('role', 'group');
      this.tabs.setAttribute('aria-label', 'Open logs');
      this.chips = el('div', 'chips');
      this.find = el('input');
      this.find.type = 'search';
      this.find.placeholder = 'Text, field=value or request';
      this.find.maxLength = 200;
      this.find.setAttribute('aria-label', 'Filter the lines');
      this.find.dataset.testid = 'log-filter';
      this.find.addEventListener('input', () => {
        clearTimeout(this.typing);
        this.typing = setTimeout(() => this.refine({ text: this.find.value }), FILTER_PAUSE_MS);
      });
      const find = el('label', 'find');
      find.append(svg('i-search', 'vr-i s'), this.find);
      this.version = el('select');
      this.version.setAttribute('aria-label', 'Version');
      this.version.dataset.testid = 'log-version';
      this.version.addEventListener('change', () => this.refine({ version: Number(this.version.value) }));
      this.clearButton = button('b', 'Clear filters', 'i-x', () => this.clearFilters());
      this.clearButton.dataset.testid = 'log-clear';
      this.state = el('span', 'vr-st state');
      this.state.dataset.testid = 'log-state';
      this.figures = el('span', 'figures t2');
      this.figures.dataset.testid = 'log-figures';
      this.fresh = button('b fresh', '', '', () => this.follow());
      this.fresh.dataset.testid = 'log-new';
      this.wrapButton = button('ib', 'Wrap long lines', 'i-wrap-text', () => {
        this.wrap = !this.wrap;
        this.keep();
        this.changed();
      });
      this.pauseButton = button('b', 'Pause', 'i-pause', () => this.pauseOrFollow());
      this.pauseButton.dataset.testid = 'log-pause';
      const copy = button('ib', 'Copy the lines', 'i-copy', () => this.copyLines());
      copy.dataset.testid = 'log-copy';
      const taller = button('ib hide-n', 'Half of the window', 'i-maximize-2', () => this.resize(this.height > 300 ? 246 : window.innerHeight / 2));
      this.bar.append(button('h', 'Logs', 'i-panel-bottom', () => this.toggle(false)), this.tabs, el('span', 'vr-vsep'), this.chips, find, this.version, this.clearButton,
        el('span', 'vr-sp'), this.state, this.figures, this.fresh, copy, this.wrapButton, taller, this.pauseButton,
        button('ib', 'Close the dock', 'i-chevron-down', () => this.toggle(false)));

      this.lines = new VireoLogLines({
        scrolled: () => this.scrolled(),
        follow: () => this.follow(),
        show: (line) => this.show(line),
        clear: () => this.clearFilters(),
      });
      this.detail = el('div', 'detail');
      this.detail.hidden = true;
      this.spoken = el('div', 'spoken');
      this.spoken.setAttribute('aria-live', 'polite');
      this.append(this.strip, this.grip, this.bar, this.lines.box, this.detail, this.spoken);
      this.built = true;
      this.recall();
    }

    /* Another question to the source, for all panes. */
    refine(change) {
      Object.assign(this.filter, change);
      this.keep();
      this.detail.hidden = true;
      this.panes.forEach((pane) => pane.restart());
      this.changed();
    }

    clearFilters() {
      clearTimeout(this.typing);
      this.find.value = '';
      this.refine({ text: '', level: '', version: 0 });
    }

    /* What is marked, or else every line of the window. */
    copyLines() {
      const text = getSelection().toString() || (this.pane?.lines || []).map(lineText).join('\n');
      navigator.clipboard.writeText(text).then(() => (this.spoken.textContent = 'Copied'));
    }

    drag(event) {
      const from = event.clientY;
      const height = this.height;
      const move = (e) => this.resize(height + from - e.clientY);
      const stop = () => {
        removeEventListener('pointermove', move);
        removeEventListener('pointerup', stop);
        window.dispatchEvent(new Event('resize'));
      };
      addEventListener('pointermove', move);
      addEventListener('pointerup', stop);
      event.preventDefault();
    }

    resize(px) {
      this.height = Math.round(Math.min(Math.max(px, 160), window.innerHeight * 0.6));
      this.style.height = this.height + 'px';
      this.keep();
      this.changed();
    }

    pauseOrFollow() {
      if (this.pane?.held) this.follow();
      else {
        this.pane?.hold();
        this.paint();
      }
    }

    follow() {
      this.pane?.release();
      this.changed();
    }

    scrolled() {
      const pane = this.pane;
      if (!pane) return;
      const atEnd = this.lines.isAtEnd();
      const { box } = this.lines;
      if (!atEnd) pane.hold();
      if (!atEnd && box.scrollTop < OLDER_AT_PX) {
        const height = box.scrollHeight;
        pane.readOlder().then((count) => {
          if (!count || pane !== this.pane) return;
          this.paint();
          box.scrollTop += box.scrollHeight - height; // the line that was read stays where it was
        });
      }
      this.changed();
    }

    /* Coalesces whatever happens into one repaint each REPAINT_MS. */
    changed() {
      if (this.pending || !this.built) return;
      const wait = Math.max(0, REPAINT_MS - (performance.now() - (this.painted || 0)));
      this.pending = setTimeout(() => requestAnimationFrame(() => {
        this.pending = undefined;
        this.painted = performance.now();
        this.paint();
      }), wait);
    }

    paint() {
      const pane = this.pane;
      this.paintBar(pane);
      if (!this.isOpen() || this.offsetParent === null) return;
      this.lines.paint(pane, this.wrap, this.emptyText(pane), this.isNoMatch(pane));
    }

    isNoMatch(pane) {
      return !!pane && pane.isFiltered() && (pane.state === 'waiting' || pane.state === 'following');
    }

    emptyText(pane) {
      if (!pane) return 'No log is open. Open a function to follow its lines here.';
      if (pane.state === 'denied') return pane.message || 'function:ReadLogs is missing.';
      if (pane.state === 'failed') return pane.message;
      if (this.isNoMatch(pane)) return `No line matches ${this.filterText()}.`;
      return pane.state === 'connecting' ? '' : 'No line yet. Call the function, and what it prints and logs appears here.';
    }

    filterText() {
      const { text, level, version } = this.filter;
      const chosen = SEVERITIES.find((s) => s.level === level);
      return [text.trim() && `“${text.trim()}”`, level && chosen.name.toLowerCase(), version && `v${version}`].filter(Boolean).join(', ');
    }

    paintBar(pane) {
      const [glyph, word] = STATES[pane?.held ? 'paused' : pane?.state || 'ended'];
      this.stripState.replaceChildren(...(pane ? [svg(glyph, 'vr-g'), el('span', '', `${pane.name} ${word.toLowerCase()}`)] : [el('span', '', 'No pane open')]));
      this.stripRate.textContent = pane ? rateText(pane) : '';
      if (!this.isOpen()) return;
      const tabs = this.panes.map((p) => p.key + (p === pane)).join();
      if (tabs !== this.paintedTabs) {
        this.paintedTabs = tabs;
        this.tabs.replaceChildren(...this.panes.map((p) => this.tab(p, p === pane)));
      }
      if (!this.chips.childElementCount) this.buildChips();
      const least = SEVERITIES.findIndex(({ level }) => level === this.filter.level);
      [...this.chips.children].forEach((chip, i) => {
        chip.lastChild.textContent = grouped(pane?.counts[SEVERITIES[i].key] || 0);
        chip.classList.toggle('off', i > least);
        chip.setAttribute('aria-pressed', i === least);
      });
      this.paintVersions(pane);
      this.clearButton.hidden = !pane?.isFiltered();
      this.state.replaceChildren(...(pane ? [svg(glyph, 'vr-g'), el('span', '', word)] : []));
      this.state.title = pane?.message || '';
      this.figures.textContent = pane ? `${rateText(pane)} · ${grouped(pane.dropped)} dropped` : '';
      const fresh = pane?.held ? pane.fresh : 0;
      this.fresh.hidden = !fresh;
      this.fresh.lastChild.textContent = `${grouped(fresh)} new`;
      this.wrapButton.setAttribute('aria-pressed', this.wrap);
      this.pauseButton.disabled = !pane;
      this.pauseButton.lastChild.textContent = pane?.held ? 'Resume' : 'Pause';
      setGlyph(this.pauseButton.firstChild, pane?.held ? 'i-play' : 'i-pause');
    }

    paintVersions(pane) {
      const versions = new Set([...(pane?.versions || []), this.filter.version].filter(Boolean));
      const wanted = [...versions].sort((a, b) => b - a);
      if (this.paintedVersions !== wanted.join()) {
        this.paintedVersions = wanted.join();
        this.version.replaceChildren(...[0, ...wanted].map((v) => {
          const option = el('option', '', v ? 'v' + v : 'All versions');
          option.value = v;
          return option;
        }));
      }
      this.version.value = this.filter.version;
    }

    tab(pane, selected) {
      const tab = el('span', 'pane' + (selected ? ' on' : ''));
      const name = el('button', '', pane.name);
      name.type = 'button';
      name.setAttribute('aria-pressed', selected);
      name.addEventListener('click', () => {
        this.select(pane);
        this.keep();
      });
      const close = button('ib', `Close the log of ${pane.name}`, 'i-x', () => this.removePane(pane));
      tab.append(name, close);
      return tab;
    }

    buildChips() {
      this.chips.setAttribute('role', 'group');
      this.chips.setAttribute('aria-label', 'Least severity');
      this.chips.append(...SEVERITIES.map(({ key, level, glyph, name }) => {
        const chip = el('button', 'sev');
        chip.type = 'button';
        chip.title = name;
        chip.setAttribute('aria-label', name);
        chip.dataset.testid = 'log-severity-' + key;
        chip.append(svg(glyph, 'vr-g'), el('span'));
        chip.addEventListener('click', () => this.refine({ level: this.filter.level === level ? '' : level }));
        return chip;
      }));
    }

    show(line) {
      if (!line || line.gap) return;
      const { sev, ...row } = line;
      const json = JSON.stringify(row, null, 2);
      const copy = button('b', 'Copy', 'i-copy', () => navigator.clipboard.writeText(json));
      const only = button('b', 'Only this request', 'i-list-filter', () => {
        this.find.value = line.eventId;
        this.refine({ text: line.eventId });
      });
      only.hidden = !line.eventId;
      const close = button('ib', 'Close', 'i-x', () => (this.detail.hidden = true));
      const acts = el('div', 'acts');
      acts.append(copy, only, el('span', 'vr-sp'), close);
      this.detail.replaceChildren(acts, el('pre', '', json));
      this.detail.hidden = false;
    }

    summarise() {
      const pane = this.pane;
      if (!this.isOpen() || !pane || pane.lastSeq === this.spokenSeq) return;
      this.spokenSeq = pane.lastSeq;
      this.spoken.textContent = `${pane.lines.length} lines, ${pane.counts.E} errors`;
    }
  }

  customElements.get('vr-log-dock') || customElements.define('vr-log-dock', LogDock);
})();
