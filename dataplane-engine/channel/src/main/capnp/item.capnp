@0xd4f1a0c6b3e95d21;
# What an item is made of, on every channel.

struct Value {
  union {
    null @0 :Void;
    bool @1 :Bool;
    integer @2 :Int64;
    double @3 :Float64;
    decimal @4 :Text;            # 1 to 38 significant digits, plain or scientific notation
    text @5 :Text;
    bytes @6 :Data;
    timestamp :group {
      seconds @7 :Int64;         # since 1970-01-01T00:00:00Z
      nanos @8 :UInt32;          # 0 to 999 999 999
    }
    list @9 :List(Value);
    map @10 :List(Attribute);
    textSet @11 :List(Text);
    decimalSet @12 :List(Text);
    bytesSet @13 :List(Data);
    integerArray @14 :List(Int64);
    doubleArray @15 :List(Float64);
  }
}

struct Attribute {
  name @0 :Text;
  value @1 :Value;
}

enum ItemKind {
  item @0;                       # attributes, a body, or both
  directory @1;                  # made by name; a prefix of other paths is a directory without one
  stream @2;                     # a directory whose children 0 to shardCount - 1 are shards
  shard @3;
}

struct ItemState {
  # What the engine itself knows of an item.
  kind @0 :ItemKind;
  version @1 :UInt64;            # 1 at creation, one more at every write
  bodyLength @2 :UInt64;
  bodyCrc32c @3 :UInt32;
  createdNs @4 :Int64;           # since 1970-01-01T00:00:00Z
  modifiedNs @5 :Int64;          # moves on every write, strictly
  inode @6 :UInt64;              # unique in the engine, never used again
  mode @7 :UInt32;               # POSIX permission bits
  uid @8 :UInt32;
  gid @9 :UInt32;
  lastSequence @10 :UInt64;      # shard: sequence number of its last record, 0 before the first
  shardCount @11 :UInt32;        # stream
  retentionSeconds @12 :UInt32;  # stream
  attributeCount @13 :UInt32;    # of a user's attributes: names that begin with "__" do not count
  expiresNs @14 :Int64;          # since 1970-01-01T00:00:00Z: from then on the item is not there any more; 0: never
}
