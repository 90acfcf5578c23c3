/*
 * One function's log in the browser: a window of its lines and the connection that fills it.
 *
 * Text, least severity and version are asked of the source, which sends only what matches: another choice is another question. The
 * window is WINDOW lines at its newest end while it is followed, and up to twice that while a person reads; older lines are asked
 * for when they are scrolled to, and the newest ones are let go then and come back when following goes on.
 *
 * The stream at url sends: event "lines" (JSON array of rows, oldest first; the event id is the position to resume after),
 * "dropped" ({count}: lines lost before the next one) and "state" ({state, message}); url + "/older" answers such an array for
 * ?before=. A row is {seq, timeNs, level, source, message, fields, eventId, version, worker}.
 */
(() => {
  const WINDOW = 2000;
  const RETRY_MS = 2000;
  const RETRY_FAILED_MS = 5000;

  const severity = (level) => {
    const c = (level || 'info')[0].toUpperCase();
    return c === 'C' || c === 'F' ? 'E' : 'EWID'.includes(c) ? c : 'D';
  };

  class LogPane {
    /* spec: {key, name, url}; filter: {text, level, version}, shared by all panes of a dock. */
    constructor(spec, filter, changed) {
      this.key = spec.key;
      this.name = spec.name;
      this.url = spec.url;
      this.filter = filter;
      this.changed = changed;
      this.versions = new Set();
      this.dropped = 0;
      this.recent = [];
      this.state = 'connecting';
      this.message = '';
      this.clear();
    }

    clear() {
      this.lines = [];
      this.counts = { E: 0, W: 0, I: 0, D: 0 };
      this.lastSeq = 0;
      this.fresh = 0; // lines that came while the pane was held
      this.held = false;
      this.isCut = false; // the newest lines are not in the window
      this.isWhole = false; // nothing older matches
      this.isReadingOlder = false;
    }

    question() {
      const { text, level, version } = this.filter;
      const query = new URLSearchParams();
      if (text.trim()) query.set('grep', text.trim());
      if (level) query.set('level', level);
      if (version) query.set('version', version);
      return query;
    }

    isFiltered() {
      return this.question().size > 0;
    }

    /* Asks anew, for another filter or to get back to the newest lines. */
    restart() {
      this.clear();
      this.state = 'connecting';
      this.connect();
      this.changed();
    }

    connect() {
      this.source?.close();
      clearTimeout(this.retry);
      const query = this.question();
      query.set('after', this.lastSeq);
      const source = new EventSource(`${this.url}?${query}`);
      this.source = source;
      const mine = (act) => (event) => this.source === source && act(event);
      source.addEventListener('open', mine(() => this.become(this.lines.length ? 'following' : 'waiting')));
      source.addEventListener('lines', mine((event) => this.add(JSON.parse(event.data))));
      source.addEventListener('dropped', mine((event) => this.lose(JSON.parse(event.data).count)));
      source.addEventListener('state', mine((event) => {
        const { state, message } = JSON.parse(event.data);
        this.become(state, message);
        if (state === 'denied') source.close();
      }));
      source.addEventListener('error', mine(() => {
        source.close();
        if (this.state === 'denied') return;
        if (this.state !== 'failed') this.become('disconnected');
        this.retry = setTimeout(() => this.connect(), this.state === 'failed' ? RETRY_FAILED_MS : RETRY_MS);
      }));
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
      const isFirst = !this.lastSeq; // what was there already is not new
      let count = 0;
      for (const row of rows) {
        if (row.seq <= this.lastSeq) continue; // sent again after a reconnect
        this.lastSeq = row.seq;
        this.push(this.known(row));
        if (this.held && !isFirst) this.fresh++;
        count++;
      }
      this.recent.push([performance.now(), count]);
      if (this.state !== 'following') this.become('following');
      this.changed();
    }

    lose(count) {
      this.dropped += count;
      this.push({ gap: count });
      this.changed();
    }

    known(row) {
      row.sev = severity(row.level);
      if (row.version) this.versions.add(row.version);
      return row;
    }

    push(line) {
      if (this.isCut) return;
      if (this.held && this.lines.length >= 2 * WINDOW) {
        this.isCut = true;
        return;
      }
      this.lines.push(line);
      if (line.sev) this.counts[line.sev]++;
      if (!this.held && this.lines.length > WINDOW) {
        this.forget(this.lines.splice(0, this.lines.length - WINDOW));
        this.isWhole = false;
      }
    }

    forget(lines) {
      lines.forEach((line) => line.sev && this.counts[line.sev]--);
    }

    /* Reads the lines before the window; answers how many came, so that the view can stay where it is. */
    async readOlder() {
      const oldest = this.lines.find((line) => line.seq);
      if (this.isWhole || this.isReadingOlder || !oldest) return 0;
      this.isReadingOlder = true;
      const source = this.source;
      try {
        const query = this.question();
        query.set('before', oldest.seq);
        const answer = await fetch(`${this.url}/older?${query}`, { headers: { Accept: 'application/json' } });
        if (!answer.ok) return 0; // asked again at the next scroll
        const rows = (await answer.json()).map((row) => this.known(row));
        if (this.source !== source) return 0; // another filter meanwhile
        this.isWhole = !rows.length;
        rows.forEach((row) => this.counts[row.sev]++);
        this.lines.unshift(...rows);
        if (this.lines.length > 2 * WINDOW) {
          this.forget(this.lines.splice(2 * WINDOW));
          this.isCut = true;
        }
        return rows.length;
      } catch {
        return 0; // no connection: the stream's own state says so
      } finally {
        this.isReadingOlder = false;
        this.changed();
      }
    }

    rate() {
      const since = performance.now() - 2000;
      while (this.recent.length && this.recent[0][0] < since) this.recent.shift();
      return Math.round(this.recent.reduce((sum, [, n]) => sum + n, 0) / 2);
    }

    hold() {
      this.held = true;
    }

    /* Back to the newest line. */
    release() {
      if (this.isCut) {
        this.restart();
        return;
      }
      this.held = false;
      this.fresh = 0;
      if (this.lines.length > WINDOW) {
        this.forget(this.lines.splice(0, this.lines.length - WINDOW));
        this.isWhole = false;
      }
    }
  }

  globalThis.VireoLogPane = LogPane;
})();
