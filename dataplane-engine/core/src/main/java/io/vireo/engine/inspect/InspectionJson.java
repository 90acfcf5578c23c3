package io.vireo.engine.inspect;

import io.vireo.engine.inspect.Inspection.OfCheckpoint;
import io.vireo.engine.inspect.Inspection.OfReactor;
import io.vireo.engine.inspect.Inspection.OfSegment;
import io.vireo.engine.journal.Location;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An inspection for programs: one JSON object. Numbers of 64 bits that are no quantities are text in hexadecimal. */
public final class InspectionJson {
    private InspectionJson() {}

    /**
     * The object.
     *
     * @param entries null: none were asked for
     */
    public static String of(Inspection inspection, boolean isRunning, @Nullable EntryListing entries) {
        JsonText json = new JsonText().beginObject();
        json.member("folder", inspection.folder())
                .member("engineRuns", isRunning)
                .member("verified", inspection.isVerified())
                .member("sound", inspection.isSound());
        json.beginArray("reactors");
        inspection.reactors().forEach(reactor -> reactor(json, reactor));
        json.endArray().beginArray("damage");
        for (Damage damage : inspection.damage()) {
            json.beginObject()
                    .member("file", damage.file())
                    .member("offset", damage.offset())
                    .member("what", damage.what())
                    .member("effect", damage.effect().name())
                    .endObject();
        }
        json.endArray();
        if (entries != null) {
            entries(json, entries);
        }
        return json.endObject().toString();
    }

    private static void reactor(JsonText json, OfReactor reactor) {
        json.beginObject()
                .member("reactor", reactor.index())
                .member("logId", Long.toHexString(reactor.logId()))
                .member("firstFrame", reactor.firstSequence())
                .member("lastFrame", reactor.lastSequence())
                .member("endSegment", reactor.endSegment())
                .member("endOffset", reactor.endOffset())
                .member("tornEnd", reactor.hasTornEnd());
        json.beginArray("segments");
        for (OfSegment segment : reactor.segments()) {
            json.beginObject()
                    .member("segment", segment.header().segmentIndex())
                    .member("file", segment.file())
                    .member("bytes", segment.header().segmentLength())
                    .member("reactorCount", segment.header().reactorCount())
                    .member("partitionCount", segment.header().partitionCount())
                    .member("frames", segment.frames())
                    .member("records", segment.records())
                    .member("usedBytes", segment.usedBytes())
                    .member("bodyBytes", segment.bodyBytes())
                    .member("liveBytes", segment.liveBytes());
            json.beginObject("entries");
            segment.entries().forEach((kind, count) -> json.member(kind.name().toLowerCase(Locale.ROOT), count));
            json.endObject().endObject();
        }
        json.endArray().beginArray("checkpoints");
        for (OfCheckpoint checkpoint : reactor.checkpoints()) {
            json.beginObject()
                    .member("checkpoint", checkpoint.number())
                    .member("file", checkpoint.file())
                    .member("bytes", checkpoint.length())
                    .member("whole", checkpoint.isWhole())
                    .member("segment", checkpoint.position().segment())
                    .member("offset", checkpoint.position().offset())
                    .member("frame", checkpoint.position().sequence())
                    .member("entries", checkpoint.entries())
                    .member("partitions", checkpoint.partitions())
                    .endObject();
        }
        json.endArray().endObject();
    }

    private static void entries(JsonText json, EntryListing entries) {
        json.beginArray("entries");
        for (EntryListing.Line line : entries.lines()) {
            json.beginObject()
                    .member("segment", line.segment())
                    .member("offset", Location.offset(line.entry().location()))
                    .member("frameOffset", line.frameOffset())
                    .member("frame", line.sequence())
                    .member("recordOffset", line.recordOffset())
                    .member("partition", line.partition())
                    .member("recordBodyBytes", line.bodyLength())
                    .member("kind", line.entry().kind().name().toLowerCase(Locale.ROOT))
                    .member("bytes", line.entry().length())
                    .member("subject", line.entry().subject())
                    .member("detail", line.entry().detail())
                    .endObject();
        }
        json.endArray();
        if (entries.next() != EntryListing.END) {
            json.member("next", InspectionText.place(entries.next()));
        }
    }
}
