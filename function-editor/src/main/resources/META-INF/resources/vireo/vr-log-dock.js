/*
 * Live log dock: one strip below every page, one pane a function, fed by server-sent events outside the Vaadin session.
 *
 * A pane keeps a ring of LINES lines and repaints at most once in REPAINT_MS, whatever arrives. Only the rows in view are in
 * the document. What the dock shows (panes, filter, severities, height) is kept in localStorage, so that it survives a reload;
 * navigation never touches the element, because the shell keeps it.
 *
 * The stream at pane.url sends: event "lines" (JSON array of rows, oldest first; the event id is the position to resume after),
 * "dropped" ({count}: lines lost before the next one) and "state" ({state, message}). A row is
 * {seq, timeNs, level, source, message, fields, eventId, version}.
 */
(() => {
  const LINES = 20000;
  const REPAINT_MS = 100;
  const ROW_PX = 20;
  const WRAPPED_ROWS = 1000;
  const SUMMARY_MS = 10000;
  const STORE = 'vireo.log-dock';
  const SEVERITIES = [
    { key: 'E', glyph: 'g-error', name: 'errors' },
    { key: 'W', glyph: 'g-warn', name: 'warnings' },
    { key: 'I', glyph: 'g-ring', name: 'information' },
    { key: 'D', glyph: 'g-dot', name: 'debug' },
  ];
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

  const el = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const svg = (id, className) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    node.setAttribute('class', className);
    node.setAttribute('aria-hidden', 'true');
    node.append(document.createElementNS('http://www.w3.org/2000/svg', 'use'));
    setGlyph(node, id);
    return node;
  };
  const setGlyph = (node, id) => {
    if (node.dataset.g !== id) {
      node.dataset.g = id;
      node.firstChild.setAttribute('href', 'vireo/icons.svg#' + id);
    }
  };
  const button = (className, label, glyph, act) => {
    const node = el('button', className);
    node.type = 'button';
    if (glyph) node.append(svg(glyph, 'vr-i s'));
    if (className.startsWith('ib')) {
      node.setAttribute('aria-label', label);
      node.title = label;
    } else {
      node.append(el('span', 'lbl', label));
    }
    node.addEventListener('click', act);
    return node;
  };
  const severity = (level) => {
    const c = (level || 'info')[0].toUpperCase();
    return c === 'C' || c === 'F' ? 'E' : 'EWID'.includes(c) ? c : 'D';
  };
  const clock = (timeNs) => {
    const t = new Date(timeNs / 1e6);
    const two = (n) => String(n).padStart(2, '0');
    return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}.${String(t.getMilliseconds()).padStart(3, '0')}`;
  };
  const grouped = (n) => n.toLocaleString('en-US').replaceAll(',', ' ');

  /* text | /regex/ | field:value → predicate over a line; an unfinished regex matches as text. */
  const matcher = (filter) => {
    const text = filter.trim();
    if (!text) return () => true;
    const regex = /^\/(.+)\/(i?)$/.exec(text);
    if (regex) {
      try {
        const pattern = new RegExp(regex[1], regex[2]);
        return (line) => pattern.test(line.text);
      } catch {
        // falls through: what is typed so far is searched as it stands
      }
    }
    const field = /^([A-Za-z_][\w.-]*):(\S+)$/.exec(text);
    if (field) {
      const [, name, value] = field;
      const known = { level: (l) => l.level, request: (l) => l.eventId, event: (l) => l.eventId, version: (l) => 'v' + l.version, source: (l) => l.source };
      return (line) => {
        const found = known[name] ? known[name](line) : line.fields?.[name];
        return found !== undefined && String(found).toLowerCase().startsWith(value.toLowerCase());
      };
    }
    const needle = text.toLowerCase();
    return (line) => line.text.toLowerCase().includes(needle);
  };

  /* One function's lines and its connection. The lines live in a ring; `first` is the ordinal of the oldest one kept. */
  class Pane {
    constructor(spec, changed) {
      Object.assign(this, spec); // key, name, url
      this.changed = changed;
      this.ring = new Array(LINES);
      this.first = 0;
      this.next = 0;
      this.counts = { E: 0, W: 0, I: 0, D: 0 };
      this.dropped = 0;
      this.lastSeq = 0;
      this.state = 'connecting';
      this.message = '';
      this.held = false;
      this.heldAt = 0;
      this.recent = [];
    }

    connect() {
      this.source?.close();
      clearTimeout(this.retry);
      const source = new EventSource(this.url + (this.url.includes('?') ? '&' : '?') + 'after=' + this.lastSeq);
      this.source = source;
      source.addEventListener('open', () => this.become(this.next ? 'following' : 'waiting'));
      source.addEventListener('lines', (event) => this.add(JSON.parse(event.data)));
      source.addEventListener('dropped', (event) => this.lose(JSON.parse(event.data).count));
      source.addEventListener('state', (event) => {
        const { state, message } = JSON.parse(event.data);
        this.become(state, message);
        if (state === 'denied') source.close();
      });
      source.addEventListener('error', () => {
        source.close();
        if (this.source !== source || this.state === 'denied') return;
        if (this.state !== 'failed') this.become('disconnected');
        this.retry = setTimeout(() => this.connect(), this.state === 'failed' ? 5000 : 2000);
      });
    }

    close() {
      clearTimeout(this.retry);
      this.source?.close();
      this.source = undefined;
    }

    become(state, message = '') {
      this.state = state;
      this.message = message;
      this.changed();
    }

    add(rows) {
      for (const row of rows) {
        if (row.seq <= this.lastSeq) continue; // sent again after a reconnect
        this.lastSeq = row.seq;
        row.sev = severity(row.level);
        const fields = row.fields ? Object.entries(row.fields) : [];
        row.text = row.message + fields.map(([k, v]) => ` ${k}=${v}`).join('') + (row.eventId ? ' ' + row.eventId : '');
        this.push(row);
        this.counts[row.sev]++;
      }
      this.recent.push([performance.now(), rows.length]);
      if (this.state !== 'following') this.become('following');
      this.changed();
    }

    lose(count) {
      this.dropped += count;
      this.push({ gap: count, text: '' });
      this.changed();
    }

    push(line) {
      if (this.next - this.first === LINES) {
        const oldest = this.ring[this.first++ % LINES];
        if (oldest.sev) this.counts[oldest.sev]--;
      }
      this.ring[this.next++ % LINES] = line;
    }

    rate() {
      const since = performance.now() - 2000;
      while (this.recent.length && this.recent[0][0] < since) this.recent.shift();
      return Math.round(this.recent.reduce((sum, [, n]) => sum + n, 0) / 2);
    }

    hold() {
      if (!this.held) {
        this.held = true;
        this.heldAt = this.next;
      }
    }

    release() {
      this.held = false;
    }
  }

  class LogDock extends HTMLElement {
    panes = [];
    off = new Set();
    filter = '';
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
      this.ticker = setInterval(() => this.isOpen() && this.pane?.recent.length && this.changed(), 1000);
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
        pane = new Pane({ key, name, url }, () => this.changed());
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
      this.dirtyBar = true;
      this.view = undefined;
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
        open: this.isOpen(), height: this.height, filter: this.filter, off: [...this.off], wrap: this.wrap,
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
      this.filter = this.find.value = kept.filter || '';
      this.wrap = !!kept.wrap;
      (kept.off || []).forEach((key) => this.off.add(key));
      (kept.panes || []).forEach((spec) => {
        const pane = new Pane(spec, () => this.changed());
        this.panes.push(pane);
        pane.connect();
      });
      this.matches = matcher(this.filter);
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
      this.tabs.setAttribute('role', 'tablist');
      this.chips = el('div', 'chips');
      this.find = el('input');
      this.find.type = 'search';
      this.find.placeholder = 'Text, /regex/ or field:value';
      this.find.setAttribute('aria-label', 'Filter the lines');
      this.find.dataset.testid = 'log-filter';
      this.find.addEventListener('input', () => {
        this.filter = this.find.value;
        this.matches = matcher(this.filter);
        this.view = undefined;
        this.keep();
        this.changed();
      });
      const find = el('label', 'find');
      find.append(svg('i-search', 'vr-i s'), this.find);
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
      const taller = button('ib hide-n', 'Half of the window', 'i-maximize-2', () => this.resize(this.height > 300 ? 246 : window.innerHeight / 2));
      this.bar.append(button('h', 'Logs', 'i-panel-bottom', () => this.toggle(false)), this.tabs, el('span', 'vr-vsep'), this.chips, find,
        el('span', 'vr-sp'), this.state, this.figures, this.fresh, this.wrapButton, taller, this.pauseButton,
        button('ib', 'Close the dock', 'i-chevron-down', () => this.toggle(false)));

      this.lines = el('div', 'lines');
      this.lines.id = 'vr-log-lines';
      this.lines.dataset.testid = 'log-lines';
      this.lines.tabIndex = 0;
      this.lines.setAttribute('role', 'log');
      this.lines.setAttribute('aria-live', 'off');
      this.lines.setAttribute('aria-label', 'Log lines');
      this.lines.addEventListener('scroll', () => this.scrolled(), { passive: true });
      this.lines.addEventListener('keydown', (event) => event.key === 'End' && this.follow());
      this.spacer = el('div', 'spacer');
      this.rows = el('div', 'rows');
      this.rows.addEventListener('click', (event) => {
        const row = event.target.closest('.l');
        if (row && !getSelection().toString()) this.show(row.line);
      });
      this.spacer.append(this.rows);
      this.lines.append(this.spacer);
      this.detail = el('div', 'detail');
      this.detail.hidden = true;
      this.spoken = el('div', 'spoken');
      this.spoken.setAttribute('aria-live', 'polite');
      this.append(this.strip, this.grip, this.bar, this.lines, this.detail, this.spoken);
      this.built = true;
      this.recall();
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
      if (!this.pane || this.painting) return;
      const atEnd = this.lines.scrollTop + this.lines.clientHeight >= this.lines.scrollHeight - 4;
      if (!atEnd) this.pane.hold();
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
      this.painting = true;
      const shown = pane ? this.visible(pane) : [];
      this.paintRows(pane, shown);
      this.painting = false;
    }

    /* The lines that pass filter and severities, grown incrementally while neither changes. */
    visible(pane) {
      const end = pane.held ? Math.max(pane.heldAt, pane.first) : pane.next;
      const key = pane.key + '|' + this.filter + '|' + [...this.off].join('');
      let view = this.view;
      if (!view || view.key !== key || view.end > end) view = this.view = { key, lines: [], ordinals: [], end: pane.first };
      for (let i = Math.max(view.end, pane.first); i < end; i++) {
        const line = pane.ring[i % LINES];
        if (line.gap || (!this.off.has(line.sev) && this.matches(line))) {
          view.lines.push(line);
          view.ordinals.push(i);
        }
      }
      view.end = end;
      let stale = 0;
      while (stale < view.ordinals.length && view.ordinals[stale] < pane.first) stale++;
      if (stale) {
        view.lines.splice(0, stale);
        view.ordinals.splice(0, stale);
      }
      return view.lines;
    }

    paintRows(pane, shown) {
      const box = this.lines;
      this.lines.classList.toggle('wrap', this.wrap);
      if (!shown.length) {
        this.spacer.style.height = '';
        this.rows.style.transform = '';
        this.rows.replaceChildren(el('p', 'none', this.emptyText(pane)));
        return;
      }
      if (this.rows.firstChild?.className === 'none') this.rows.replaceChildren();
      let from = 0;
      let to = shown.length;
      if (this.wrap) {
        from = Math.max(0, to - WRAPPED_ROWS);
        this.spacer.style.height = '';
        this.rows.style.transform = '';
      } else {
        this.spacer.style.height = shown.length * ROW_PX + 'px';
        const top = pane.held ? box.scrollTop : Math.max(0, shown.length * ROW_PX - box.clientHeight);
        from = Math.max(0, Math.floor(top / ROW_PX) - 10);
        to = Math.min(shown.length, from + Math.ceil(box.clientHeight / ROW_PX) + 20);
        this.rows.style.transform = `translateY(${from * ROW_PX}px)`;
      }
      while (this.rows.childElementCount > to - from) this.rows.lastChild.remove();
      for (let i = from; i < to; i++) this.paintRow(i - from, shown[i]);
      if (!pane.held) box.scrollTop = box.scrollHeight;
    }

    paintRow(index, line) {
      let row = this.rows.children[index];
      if (row?.line === line) return;
      if (!row) {
        row = el('div', 'l');
        row.append(el('time'), svg('g-dot', 'vr-g'), el('span', 'rid'), el('span', 'msg'));
        this.rows.append(row);
      }
      row.line = line;
      const [time, glyph, request, message] = row.children;
      if (line.gap) {
        row.className = 'l gap';
        message.textContent = `${grouped(line.gap)} lines dropped here`;
        time.textContent = request.textContent = '';
        return;
      }
      row.className = 'l ' + line.sev;
      time.textContent = clock(line.timeNs);
      setGlyph(glyph, SEVERITIES.find((s) => s.key === line.sev).glyph);
      request.textContent = (line.eventId || '').slice(0, 4);
      message.textContent = line.message;
      for (const [name, value] of Object.entries(line.fields || {})) {
        const pair = el('span', 'kvp');
        pair.append(' ', el('i', '', name + '='), typeof value === 'object' ? JSON.stringify(value) : String(value));
        message.append(pair);
      }
    }

    emptyText(pane) {
      if (!pane) return 'No log is open. Open a function to follow its lines here.';
      if (pane.state === 'denied') return pane.message || 'function:ReadLogs is missing.';
      if (pane.state === 'failed') return pane.message;
      if (pane.next > pane.first) return `No line matches ${this.filter || 'the severities chosen'}. ${grouped(pane.next - pane.first)} lines are kept.`;
      return pane.state === 'connecting' ? '' : 'No line yet. Call the function, and what it prints and logs appears here.';
    }

    paintBar(pane) {
      const [glyph, word] = STATES[pane?.held ? 'paused' : pane?.state || 'ended'];
      this.stripState.replaceChildren(...(pane ? [svg(glyph, 'vr-g'), el('span', '', `${pane.name} ${word.toLowerCase()}`)] : [el('span', '', 'No pane open')]));
      this.stripRate.textContent = pane ? `${grouped(pane.rate())} lines/s` : '';
      if (!this.isOpen()) return;
      const tabs = this.panes.map((p) => p.key + (p === pane)).join();
      if (tabs !== this.paintedTabs) {
        this.paintedTabs = tabs;
        this.tabs.replaceChildren(...this.panes.map((p) => this.tab(p, p === pane)));
      }
      if (!this.chips.childElementCount) this.buildChips();
      [...this.chips.children].forEach((chip, i) => {
        chip.lastChild.textContent = grouped(pane?.counts[SEVERITIES[i].key] || 0);
        chip.classList.toggle('off', this.off.has(SEVERITIES[i].key));
        chip.setAttribute('aria-pressed', !this.off.has(SEVERITIES[i].key));
      });
      this.state.replaceChildren(...(pane ? [svg(glyph, 'vr-g'), el('span', '', word)] : []));
      this.state.title = pane?.message || '';
      this.figures.textContent = pane ? `${grouped(pane.rate())} lines/s · ${grouped(pane.dropped)} dropped` : '';
      const fresh = pane?.held ? pane.next - pane.heldAt : 0;
      this.fresh.hidden = !fresh;
      this.fresh.lastChild.textContent = `${grouped(fresh)} new`;
      this.wrapButton.setAttribute('aria-pressed', this.wrap);
      this.pauseButton.disabled = !pane;
      this.pauseButton.lastChild.textContent = pane?.held ? 'Resume' : 'Pause';
      setGlyph(this.pauseButton.firstChild, pane?.held ? 'i-play' : 'i-pause');
    }

    tab(pane, selected) {
      const tab = el('span', 'pane' + (selected ? ' on' : ''));
      const name = el('button', '', pane.name);
      name.setAttribute('role', 'tab');
      name.setAttribute('aria-selected', selected);
      name.addEventListener('click', () => {
        this.select(pane);
        this.keep();
      });
      const close = button('ib', `Close the log of ${pane.name}`, 'i-x', () => this.removePane(pane));
      tab.append(name, close);
      return tab;
    }

    buildChips() {
      this.chips.append(...SEVERITIES.map(({ key, glyph, name }) => {
        const chip = el('button', 'sev');
        chip.type = 'button';
        chip.title = `Show or hide ${name}`;
        chip.setAttribute('aria-label', `Show ${name}`);
        chip.dataset.testid = 'log-severity-' + key;
        chip.append(svg(glyph, 'vr-g'), el('span'));
        chip.addEventListener('click', () => {
          this.off.has(key) ? this.off.delete(key) : this.off.add(key);
          this.view = undefined;
          this.keep();
          this.changed();
        });
        return chip;
      }));
    }

    show(line) {
      if (!line || line.gap) return;
      const { text, sev, ...row } = line;
      const json = JSON.stringify(row, null, 2);
      const copy = button('b', 'Copy', 'i-copy', () => navigator.clipboard.writeText(json));
      const only = button('b', 'Only this request', 'i-list-filter', () => {
        this.find.value = 'request:' + line.eventId;
        this.find.dispatchEvent(new Event('input'));
        this.detail.hidden = true;
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
      if (!this.isOpen() || !pane || pane.next === this.spokenNext) return;
      this.spokenNext = pane.next;
      this.spoken.textContent = `${pane.next - pane.first} lines, ${pane.counts.E} errors`;
    }
  }

  customElements.get('vr-log-dock') || customElements.define('vr-log-dock', LogDock);
})();
