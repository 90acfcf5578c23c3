package io.vireo.engine.partition;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.TextListReader;
import io.vireo.channel.message.EntryWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.AttributesScope;
import io.vireo.engine.expression.Projection;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.item.ValueEncoder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which attributes of an item an answer has. Unchangeable. */
public final class Selection {
    /** None. */
    public static final Selection NONE = new Selection(RequestProjection.NONE, List.of(), null);

    private static final Selection USER = new Selection(RequestProjection.USER, List.of(), null);
    private static final Selection ALL = new Selection(RequestProjection.ALL, List.of(), null);

    private final RequestProjection kind;
    private final List<String> names;
    private final @Nullable Projection expression;

    private Selection(RequestProjection kind, List<String> names, @Nullable Projection expression) {
        this.kind = kind;
        this.names = names;
        this.expression = expression;
    }

    /**
     * Checks what was asked for.
     *
     * @param names for {@link RequestProjection#NAMED}
     * @throws InvalidRequestException there are too many names or too long ones, or nothing of this kind can be had without an expression
     */
    public static Selection of(RequestProjection kind, TextListReader names) {
        return switch (kind) {
            case NONE -> NONE;
            case USER -> USER;
            case ALL -> ALL;
            case NAMED -> new Selection(kind, names(names), null);
            case EXPRESSION ->
                throw new InvalidRequestException(
                        "a projection is of a get or a listing in DynamoDB's language: field=attributes");
            case UNRECOGNIZED ->
                throw new InvalidRequestException("projection is not known to this engine: field=attributes");
        };
    }

    /** What a projection shows. */
    static Selection of(Projection expression) {
        return new Selection(RequestProjection.EXPRESSION, List.of(), expression);
    }

    private static List<String> names(TextListReader source) {
        if (source.count() > Limits.ATTRIBUTE_COUNT) {
            throw new InvalidRequestException(
                    "too many names: field=names count=" + source.count() + " limit=" + Limits.ATTRIBUTE_COUNT);
        }
        List<String> names = new ArrayList<>(source.count());
        for (int i = 0; i < source.count(); i++) {
            DataReader name = source.bytes(i);
            if (name.length() > Limits.ATTRIBUTE_NAME_LENGTH) {
                throw new InvalidRequestException("name is too long: field=names index=" + i + " length="
                        + name.length() + " limit=" + Limits.ATTRIBUTE_NAME_LENGTH);
            }
            names.add(Utf8.decode(name.toByteArray(), "names"));
        }
        return names;
    }

    /** Writes what it asks for of an item into a message; what is not there is left out. */
    public void write(Key key, Item item, EntryWriter target) {
        if (expression == null) {
            ValueEncoder.encode(key, item, kind, names, target);
            return;
        }
        Attributes.Draft shown = new Attributes.Draft();
        byte[] encoded = item.attributes().encoded();
        expression.apply(new AttributesScope().wrap(MemorySegment.ofArray(encoded), 0, encoded.length), shown);
        ValueEncoder.encode(shown.build(), target);
    }
}
