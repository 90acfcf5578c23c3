@0xb1d7396af08c524e;
# What the invoker and a worker say to each other. The invoker is the server of the channel; since bodies flow to the
# worker here, the invoker also gives out the places of the arena. A body's place is free again after its last response.

struct Pair {
  name @0 :Text;
  value @1 :Text;
}

struct ToWorker {
  union {
    event @0 :Event;
    drain @1 :Void;              # answer what is in flight, then exit
  }
}

struct Event {
  correlationId @0 :UInt64;
  id @1 :Text;
  triggerKind @2 :Text;
  triggerName @3 :Text;
  method @4 :Text;
  path @5 :Text;
  contentType @6 :Text;
  headers @7 :List(Pair);
  fields @8 :List(Pair);         # query parameters
  timestampNs @9 :Int64;
  url @10 :Text;
  shardId @11 :Int32 = -1;
  shardCount @12 :UInt32;
  offset @13 :Int64;
  topic @14 :Text;
  body @15 :Data;                # when it is short
  bodyOffset @16 :UInt64;        # in the arena, when bodyLength is not 0
  bodyLength @17 :UInt32;
  lastInBatch @18 :Bool;
}

struct FromWorker {
  union {
    ready @0 :Ready;
    failed @1 :Text;             # why init_context or the import failed: the traceback
    response @2 :Response;
    logLine @3 :LogLine;
  }
}

struct Ready {
  pid @0 :Int32;
  runtime @1 :Text;              # "python 3.11.7"
  concurrency @2 :UInt32 = 1;    # events that the handler works on at once: 1 for a plain function, more for an asynchronous one
}

struct Response {
  correlationId @0 :UInt64;
  status @1 :UInt16 = 200;
  contentType @2 :Text;
  headers @3 :List(Pair);
  body @4 :Data;
  more @5 :Bool;                 # further responses of this correlationId carry the rest of the body
  durationNs @6 :UInt64;
  failed @7 :Bool;               # the handler raised
}

struct LogLine {
  correlationId @0 :UInt64;      # 0: outside an event
  timeNs @1 :Int64;
  level @2 :Level;
  source @3 :Source;
  message @4 :Text;
  fields @5 :Text;               # JSON object, or empty
  eventId @6 :Text;
  enum Level { debug @0; info @1; warn @2; error @3; }
  enum Source { logger @0; stdout @1; stderr @2; platform @3; }
}
