/*
 * The lines of a log on the screen: only the rows in view are in the document. While lines wrap their heights differ, so then the
 * newest WRAPPED_ROWS are all there.
 */
(() => {
  const { el, svg, setGlyph, button, grouped } = VireoElements;
  const ROW_PX = 20;
  const WRAPPED_ROWS = 1000;
  const SEVERITIES = [
    { key: 'E', level: 'error', glyph: 'g-error', name: 'Errors alone' },
    { key: 'W', level: 'warn', glyph: 'g-warn', name: 'Warnings and worse' },
    { key: 'I', level: 'info', glyph: 'g-ring', name: 'Information and worse' },
    { key: 'D', level: '', glyph: 'g-dot', name: 'Every severity' },
  ];

  const clock = (timeNs) => {
    const t = new Date(timeNs / 1e6);
    const two = (n) => String(n).padStart(2, '0');
    return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}.${String(t.getMilliseconds()).padStart(3, '0')}`;
  };

  class LogLines {
    static SEVERITIES = SEVERITIES;
    static ROW_PX = ROW_PX;

    /* scrolled() when a person moves; follow() asks for the newest; show(line) for all of one; clear() for no filter. */
    constructor({ scrolled, follow, show, clear }) {
      this.clear = clear;
      this.box = el('div', 'lines');
      this.box.id = 'vr-log-lines';
      this.box.dataset.testid = 'log-lines';
      this.box.tabIndex = 0;
      this.box.setAttribute('role', 'log');
      this.box.setAttribute('aria-live', 'off');
      this.box.setAttribute('aria-label', 'Log lines');
      this.box.addEventListener('scroll', () => this.painting || scrolled(), { passive: true });
      this.box.addEventListener('keydown', (event) => event.key === 'End' && follow());
      this.spacer = el('div', 'spacer');
      this.rows = el('div', 'rows');
      this.rows.addEventListener('click', (event) => {
        const row = event.target.closest('.l');
        if (row && !getSelection().toString()) show(row.line);
      });
      this.spacer.append(this.rows);
      this.box.append(this.spacer);
    }

    isAtEnd() {
      return this.box.scrollTop + this.box.clientHeight >= this.box.scrollHeight - 4;
    }

    /* Paints a pane's lines; without any, what is said in their place, and whether filters can be cleared. */
    paint(pane, wrap, nothing, isFiltered) {
      this.painting = true;
      this.box.classList.toggle('wrap', wrap);
      const shown = pane ? pane.lines : [];
      if (shown.length) this.paintRows(pane, shown, wrap);
      else this.paintNothing(nothing, isFiltered);
      this.painting = false;
    }

    paintRows(pane, shown, wrap) {
      const box = this.box;
      if (this.rows.firstChild?.className === 'none') this.rows.replaceChildren();
      this.emptyShown = undefined;
      let from = 0;
      let to = shown.length;
      if (wrap) {
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

    paintNothing(text, isFiltered) {
      this.spacer.style.height = '';
      this.rows.style.transform = '';
      if (this.emptyShown === text) return; // a button that is being pressed is not replaced
      this.emptyShown = text;
      const none = el('div', 'none');
      none.append(el('p', '', text));
      if (isFiltered) {
        const clear = button('b', 'Clear filters', 'i-x', this.clear);
        clear.dataset.testid = 'log-clear-none';
        none.append(clear);
      }
      this.rows.replaceChildren(none);
    }
  }

  globalThis.VireoLogLines = LogLines;
})();
