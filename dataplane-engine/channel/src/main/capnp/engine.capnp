@0x8f5c20de7a41b693;
# What a client asks of the engine, and what it answers.
# A path is UTF-8, '/'-separated, without a leading or trailing '/'.
# Bodies travel beside the message: in the arena of the channel, at places that the client chooses.
#
# Kinds of ring messages: a request has kind 0. One of kind 1 says where in the arena a Request lies that is too long for the ring:
# its offset and its length, 8 bytes each, little-endian; the place is the client's again when the reply is there. A reply of kind 0 is the Reply itself. A reply of kind 1 is a short Reply whose
# status is ok and whose bodyLength says how long the whole Reply is that lies in the arena at the request's replyOffset: it was
# too long for the ring, and there was room. Replies come in any order.

using import "item.capnp".Value;
using import "item.capnp".Attribute;
using import "item.capnp".ItemState;
using import "item.capnp".ItemKind;

struct Request {
  correlationId @0 :UInt64;      # chosen by the client, comes back in the reply
  container @1 :UInt64;
  path @2 :Text;
  condition @3 :Text;            # an expression, as all of a request in the language of expressions; empty: always true
  bodyOffset @4 :UInt64;         # in the arena: bytes that the engine reads (put, stage)
  bodyLength @5 :UInt32;
  replyOffset @6 :UInt64;        # in the arena: room where the engine may write a body, or a reply too long for the ring
  replyCapacity @7 :UInt32;
  expectedVersion @8 :UInt64;    # 0: any
  union {
    ping @9 :Void;
    get @10 :Get;
    put @11 :Put;
    update @12 :Update;
    delete @13 :Delete;
    list @14 :Scan;
    stage @15 :Stage;
    release @16 :Release;
    createStream @17 :CreateStream;
    append @18 :Append;
    seek @19 :Seek;
    read @20 :Read;
    batch @21 :Batch;
    feed @22 :Feed;
    rename @23 :Rename;
    createIndex @25 :CreateIndex;
    dropIndex @26 :DropIndex;
    indexes @27 :Indexes;
    query @28 :Query;
    check @30 :Void;             # of a batch alone: nothing is written, but all of it is refused unless condition and expectedVersion hold
  }
  expressions @24 :Expressions;  # without them: the native language
  token @29 :Data;               # of whatever writes but stages: the same request with the same token is done once and gets
                                 # the same answer for ten minutes; another request with it is refused with tokenReused. Up to 64 bytes,
                                 # known to the partition of the path, of a batch of the first path; empty: none
  fingerprint @31 :Data;         # with a token: requests with the same one are the same, whatever else they say. For who makes different
                                 # requests of what its own client asked for twice. Up to 64 bytes; empty: what they mean decides

  struct Get {
    attributes @0 :Projection;
    names @1 :List(Text);        # for Projection.named
    rangeStart @2 :UInt64;
    rangeLength @3 :UInt32;      # 0: no body; never more than replyCapacity
    pin @4 :Bool;                # keep the body of this version readable until release, or the end of the channel
    handle @5 :UInt64;           # of an earlier pin: read that version
    projection @6 :Text;         # for Projection.expression
  }

  struct Put {
    mode @0 :Mode;
    kind @1 :ItemKind;           # item or directory
    attributes @2 :List(Attribute);
    body @3 :BodySource;
    stageId @4 :UInt64;          # for BodySource.staged
    posixMode @5 :UInt32;        # 0: as it is, or the default
    setOwner @6 :Bool;           # uid and gid are given; else they stay
    uid @7 :UInt32;
    gid @8 :UInt32;
    position @9 :UInt64;         # for Mode.write and Mode.truncate
    setExpiry @10 :Bool;         # expiresNs is given; else it stays, or with Mode.replace there is none
    expiresNs @11 :Int64;        # since 1970-01-01T00:00:00Z: from then on the item is not there any more; 0: never
    parts @12 :List(Part);       # for BodySource.parts, 1 to 10000
    enum Mode {
      replace @0;                # the whole item: attributes and body
      merge @1;                  # these attributes over those that are there; the body only when one is given
      createOnly @2;             # refused with exists when there is an item
      replaceAttributes @3;      # all attributes; the body only when one is given
      append @4;                 # as merge, with the body that is given behind the one that is there; refused with tooLarge
                                 # when that lies in too many short pieces, for the client to write it anew
      write @5;                  # as merge, with the body that is given in place of what lies at the position; what was never written
                                 # between the end of the body and the position reads as zeros; refused with tooLarge as append is
      truncate @6;               # as merge, with the body cut to the position, or made as long with zeros; none is given
    }
    enum BodySource { none @0; arena @1; staged @2; parts @3; }
    struct Part {                # of a body, in order: a stage, or the body of an item of the same partition, which is deleted
      stageId @0 :UInt64;        # 0: an item
      path @1 :Text;
      expectedVersion @2 :UInt64; # of the item; 0: any
    }
  }

  struct Update {
    expression @0 :Text;
    alternate @1 :Text;          # runs instead when the condition is false; empty: refused with conditionFailed
    createIfMissing @2 :Bool;
    mode @3 :Mode;
    setExpiry @4 :Bool;          # as in Put
    expiresNs @5 :Int64;
    enum Mode {
      merge @0;                  # what the expression does not name stays
      replace @1;                # the whole item: the expression reads what was there; what it sets is all that is kept
      createOnly @2;             # refused with exists when there is an item, whatever the condition
    }
  }

  struct Delete {
    recursive @0 :Bool;          # reserved; a client deletes what it lists
  }

  # Entries of a directory (path), or everything below it; merged over the partitions of one reactor. Entries of a directory are in
  # the order of their names, everything below it in the order of whole paths, both by bytes. A name that is an item other than a
  # directory and a prefix too gives two entries, the item first; they are never on two pages, so a page may hold limit + 1 entries.
  # A page may be short, or empty, though more follows: only an empty nextMarker says that the end was reached.
  struct Scan {
    marker @0 :Text;             # whole path: entries after it; empty: from the start
    limit @1 :UInt32;            # entries, 1 to 1000
    recursive @2 :Bool;          # false: direct children; deeper paths show as one directory entry
    filter @3 :Text;             # an expression; empty: all
    attributes @4 :Projection;
    names @5 :List(Text);
    directories @6 :Directories;
    segment @7 :UInt32;          # 0 to segmentCount - 1
    segmentCount @8 :UInt32;     # 0: no segments
    prefix @9 :Text;             # of the name below the directory; empty: all
    countOnly @10 :Bool;         # how many entries there are instead of the entries; limit is not looked at. A listing that is not
                                 # recursive counts with Directories.exclude alone: several reactors may know one prefix
    from @11 :Text;              # names below the directory, or with recursive paths below it, from this one on; empty: from the first
    fromExclusive @12 :Bool;     # without that one
    to @13 :Text;                # before this one; empty: to the last
    toInclusive @14 :Bool;       # with that one
    reverse @15 :Bool;           # the last one first, and entries before the marker. With recursive, or Directories.exclude
    byteLimit @16 :UInt32;       # of records that the page looks at, in bytes; the first is looked at whatever its length; 0: as many as the engine will
    keyCondition @17 :Text;      # of DynamoDB's language: which rows of the table (path) are asked for, in place of from and to
    keySchema @18 :KeySchema;    # of that table
    projection @19 :Text;        # for Projection.expression
    struct KeySchema {
      partition @0 :KeyAttribute;
      sort @1 :KeyAttribute;     # without a name: there is none
    }
    struct KeyAttribute {
      name @0 :Text;
      type @1 :KeyType;
    }
    enum KeyType { text @0; number @1; bytes @2; }
    enum Directories { include @0; only @1; exclude @2; }
  }

  enum Projection {
    none @0;
    user @1;
    all @2;
    named @3;
    expression @4;               # DynamoDB's: document paths; of a get and a scan
  }

  # In which language all expressions of a request are, and what comes with them. The native one has its values in its text. In DynamoDB's an empty
  # expression is none; a legacy parameter is what the API had before there were expressions, and comes in place of the expression that it is about.
  struct Expressions {
    language @0 :Language;
    names @1 :List(Name);        # of attributes, by the #names that stand for them; each is to be used
    values @2 :List(Attribute);  # by the :names that stand for them; each is to be used
    conditions @3 :List(LegacyCondition);     # in place of condition
    anyCondition @4 :Bool;                    # one of them is enough
    filters @5 :List(LegacyCondition);        # in place of list.filter
    anyFilter @6 :Bool;
    keyConditions @7 :List(LegacyCondition);  # in place of list.keyCondition
    updates @8 :List(LegacyUpdate);           # in place of update.expression
    enum Language { native @0; dynamo @1; }
    struct Name {
      placeholder @0 :Text;
      name @1 :Text;
    }
    struct LegacyCondition {
      attribute @0 :Text;
      operator @1 :Operator;
      values @2 :List(Value);
      enum Operator {
        eq @0; ne @1; le @2; lt @3; ge @4; gt @5; notNull @6; null @7; contains @8; notContains @9; beginsWith @10; in @11; between @12;
      }
    }
    struct LegacyUpdate {
      attribute @0 :Text;
      action @1 :Action;
      value @2 :List(Value);     # one; none for the removal of the attribute
      enum Action { put @0; add @1; delete @2; }
    }
  }

  struct Stage {                 # bytes of a body that a later put takes over; dropped at the end of the channel
    stageId @0 :UInt64;          # 0: begin one, its id comes back
    position @1 :UInt64;         # must be the staged length so far
  }

  struct Release {               # gives up a pin or a stage
    handle @0 :UInt64;
    stageId @1 :UInt64;
  }

  struct CreateStream {          # refused with exists when the path is taken; grows the shard count when update is set
    shardCount @0 :UInt32;
    retentionSeconds @1 :UInt32;
    update @2 :Bool;
    retentionBytes @3 :UInt64;   # of its journal entries, that each shard keeps at most, but for the newest append; 0: as many as come; of an update: as it is
  }

  struct Append {                # path is the shard: stream path, '/', shard number; one append is one journal entry
    records @0 :List(NewRecord);
  }

  struct Seek {                  # path is the shard
    kind @0 :Kind;
    sequence @1 :UInt64;         # for Kind.sequence: the first record to read
    timeNs @2 :Int64;            # for Kind.time
    enum Kind { earliest @0; latest @1; sequence @2; time @3; }
  }

  struct Read {                  # path is the shard
    location @0 :UInt64;         # from seek or read: the sequence number to go on at
    limit @1 :UInt32;            # records, 1 to 1000
  }

  # Changes of a partition, oldest first, of what is at a path or below it; an empty path: of the whole container. To the reactor that
  # has the partition. What is below .feed is not told unless the path asks for it. A page may be empty though more follows: only
  # atEnd says that there was no more. Every position that was given out can be read from, or is refused with trimmed.
  struct Feed {
    partition @0 :UInt32;
    position @1 :Data;           # from a page, or a change, before: to go on behind it; empty: see from
    from @2 :From;
    limit @3 :UInt32;            # changes, 1 to 1000; a change of several items at once is never cut
    images @4 :Images;
    attributes @5 :Projection;   # of images
    names @6 :List(Text);        # for Projection.named
    waitMs @7 :UInt32;           # with nothing to tell, answer when there is something, or after so long; up to 20,000
    enum From { earliest @0; latest @1; }
    enum Images { none @0; new @1; old @2; both @3; }
  }

  # put, update, delete, append, rename and check: all or none. To a reactor that has one of the items. Of items of one reactor up to 256, of
  # several up to 100, whose bodies are in the arena, up to 4 MiB of them, or staged with the reactor that has the item, over a channel with
  # the same grant; a rename stays with one reactor. Refused with busy where
  # another batch over several reactors that is not decided is about one of the items.
  struct Batch {
    requests @0 :List(Request);
  }

  struct Rename {                # an item, or a directory with nothing below it; the condition is about it. Its bytes stay where they are
    target @0 :Text;             # path in the same container
    noReplace @1 :Bool;          # refused with exists when there is an item; else that is replaced
    stageId @2 :UInt64;          # where target is with another reactor the request goes to that one, its body staged there; 0: it has none
  }

  # Secondary indexes. The path is that of a table: a directory, whose items are its rows; what is in directories below it is not, nor
  # are names that begin with a dot. To create and to drop goes to the reactor of the item .index/TABLE/.definition; to ask, to any.
  struct CreateIndex {           # refused with exists when the table has one of this name; it is filled in the background
    name @0 :Text;               # letters, digits, '_', '-', '.', which is not the first
    local @1 :Bool;              # over the rows of one sharding key each, ordered by the sort key
    partition @2 :Scan.KeyAttribute; # of a global one. Rows that do not have it, or with a value of another type, are not in the index
    sort @3 :Scan.KeyAttribute;  # likewise; of a local one always, of a global one without a name: none
    projection @4 :Projection;   # what its entries hold beside its key: none, user (all of the user's), or named
    names @5 :List(Text);        # for Projection.named
  }

  struct DropIndex {             # its entries go in the background
    name @0 :Text;
  }

  struct Indexes {               # those of a table, as the reactor that is asked knows them
    caughtUp @0 :Bool;           # answer when all that is durable now, of this reactor, is in them
  }

  # Rows by an index, in the order of its sort key. Refused with building while it is filled. A reactor tells those that it has: all
  # with one partition key are with one reactor. A page may be short, or empty, though more follows: only an empty nextMarker says that
  # the end was reached.
  struct Query {
    index @0 :Text;
    range @1 :Range;
    partition @2 :Value;         # but for Range.scan; of a local index the sharding key of the rows, as a text: the name up to the first dot
    operands @3 :List(Value);    # of the range: none, one, or two bounds
    backwards @4 :Bool;
    limit @5 :UInt32;            # entries, 1 to 1000
    filter @6 :Text;             # an expression over what the entries hold; empty: all
    attributes @7 :Projection;   # of what the entries hold
    names @8 :List(Text);        # for Projection.named
    marker @9 :Data;             # of the page before; empty: from the start
    segment @10 :UInt32;         # of a scan: 0 to segmentCount - 1
    segmentCount @11 :UInt32;    # 0: no segments
    keyCondition @12 :Text;      # of DynamoDB's language, in place of range, partition and operands
    keySchema @13 :Scan.KeySchema; # of the table, for a keyCondition of a local index
    projection @14 :Text;        # for Projection.expression
    enum Range { all @0; equal @1; less @2; lessOrEqual @3; greater @4; greaterOrEqual @5; between @6; starts @7; scan @8; }
  }
}

struct Index {
  name @0 :Text;
  local @1 :Bool;
  partition @2 :Request.Scan.KeyAttribute;
  sort @3 :Request.Scan.KeyAttribute;
  projection @4 :Request.Projection;
  names @5 :List(Text);
  state @6 :State;
  unreadCount @7 :UInt64;        # rows of the reactor that was asked that could not be read when it was filled, and are tried again
  enum State { building @0; active @1; dropping @2; }
}

struct NewRecord {
  data @0 :Data;
  clientInfo @1 :Data;
  partitionKey @2 :Text;
}

struct Record {
  sequence @0 :UInt64;           # 1 for the first record of a shard
  arrivalNs @1 :Int64;
  data @2 :Data;
  clientInfo @3 :Data;
  partitionKey @4 :Text;
}

struct Change {
  position @0 :Data;             # to read on behind this change
  sequence @1 :UInt64;           # the later a change of a partition, the larger
  kind @2 :Kind;
  path @3 :Text;
  timeNs @4 :Int64;              # of one partition strictly later for each change
  version @5 :UInt64;            # that the change made; 0: deleted
  firstSequence @6 :UInt64;      # appended: of the records
  recordCount @7 :UInt32;        # appended
  newItem @8 :Entry;             # what the item has become, when asked for; the body is in the item, as long as it has this version
  oldItem @9 :Entry;             # what was there, when asked for; of an append: never
  oldFault @10 :Text;            # why what was there cannot be told; empty: it is, or was not asked for, or nothing was there
  enum Kind { created @0; changed @1; deleted @2; appended @3; }
}

enum Status {
  ok @0;
  notFound @1;
  conditionFailed @2;
  exists @3;
  invalid @4;                    # the message names the field and the limit
  forbidden @5;                  # the grant of the channel does not cover it
  tooLarge @6;                   # the reply does not fit: replyLength says what it needs
  busy @7;                       # over a budget: try again
  versionChanged @8;
  wrongKind @9;                  # a stream operation on what is not a stream or shard, and the like
  notEmpty @10;
  corrupt @11;                   # stored bytes fail their checksum; never wrong bytes
  readOnly @12;                  # the journal cannot take writes
  spansPartitions @13;           # of several reactors, or for parts of a body of several partitions
  internal @14;
  trimmed @15;                   # changes, or records, from this place on are kept no more; the reply says from where they are
  building @16;                  # the index is not filled yet
  tokenReused @17;               # the token was given to another request, which was done
}

struct Entry {
  path @0 :Text;
  state @1 :ItemState;
  attributes @2 :List(Attribute);
  prefix @3 :Bool;               # only a prefix of other paths: no item of its own
}

struct Reply {
  correlationId @0 :UInt64;
  status @1 :Status;
  message @2 :Text;              # why, when status is not ok
  bodyLength @3 :UInt32;         # bytes written at replyOffset
  replyLength @4 :UInt32;        # with tooLarge: bytes needed
  union {
    none @5 :Void;
    item @6 :Entry;              # get; put, update, delete, append: state after it, without attributes
    listing :group {
      entries @7 :List(Entry);
      nextMarker @8 :Text;       # empty: the end was reached
    }
    stage :group {
      stageId @9 :UInt64;
      stagedLength @10 :UInt64;
    }
    pinned :group {
      pinnedEntry @11 :Entry;
      handle @12 :UInt64;
    }
    location @13 :UInt64;
    records :group {
      page @14 :List(Record);
      nextLocation @15 :UInt64;
      behindRecords @16 :UInt64;
      behindMs @17 :UInt64;
    }
    appended :group {
      firstSequence @18 :UInt64;
      count @19 :UInt32;
    }
    batch :group {
      replies @20 :List(Reply);    # none when together they are longer than a message of the ring may be
      failedIndex @21 :Int32;    # -1: all were done
    }
    engine :group {              # ping
      partitionCount @22 :UInt32;
      reactorCount @23 :UInt32;
      version @24 :Text;
      # Of the reactor that was asked; bytes written are since its start.
      itemCount @25 :UInt64;
      storedBytes @26 :UInt64;       # of records and bodies that are in use
      journalBytes @27 :UInt64;      # that its segments take
      writtenBytes @28 :UInt64;      # to the journal, moves among them
      movedBytes @29 :UInt64;        # by compaction
      checkpointBytes @30 :UInt64;   # written for checkpoints
      checkpointNumber @31 :UInt64;  # of the newest one that is whole; 0: none
      removedSegments @32 :UInt64;
      indexBytes @33 :UInt64;        # memory that the index takes
      indexBudgetBytes @34 :UInt64;
      cacheHits @35 :UInt64;
      cacheMisses @36 :UInt64;
      scrubbedBytes @37 :UInt64;     # read and compared with their checksums
      damageCount @38 :UInt64;       # places that were found damaged, each once
      damage @39 :Text;              # the last of them; empty: none
      diskAccess @40 :Text;          # how it reaches the disk, for people
      feedBytes @41 :UInt64;         # of the journal that are there for change feeds alone
      feedShortened @42 :UInt64;     # how often feeds had to be made shorter because the disk was full
      indexLagBytes @56 :UInt64;     # of the journal, whose changes are not in secondary indexes yet
      indexLagMs @57 :UInt64;        # since when there is such a change, at most
    }
    changes :group {               # feed; with trimmed and corrupt: no page, and nextPosition is where it goes on
      changePage @43 :List(Change);
      nextPosition @44 :Data;
      atEnd @45 :Bool;
      behindBytes @46 :UInt64;     # of the journal of all partitions of the reactor, from nextPosition to its end
    }
    counted :group {
      count @47 :UInt64;         # of the entries after the marker that was given, as far as the next one
      countMarker @48 :Text;     # empty: the end was reached
    }
    rows :group {                # query: paths, versions and times are those of the rows, attributes what the entries hold
      found @49 :List(Entry);
      nextKey @50 :Data;         # the marker of the next page; empty: the end was reached
      owner @58 :UInt32;         # 0: whom was asked; else, plus one, the reactor that has what there is of the partition key, and is to be asked
    }
    indexes :group {
      list @51 :List(Index);
      indexesBehindBytes @52 :UInt64; # of the journal of the reactor that was asked, whose changes are not in its indexes yet
      indexesBehindMs @53 :UInt64;    # since when there is such a change, at most
      indexesFault @54 :Text;         # why they do not get on; empty: they do
      unfitCount @55 :UInt64;         # rows, since the start, that are in no index of these tables for their keys are too long
    }
  }
}
