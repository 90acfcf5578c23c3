package io.vireo.engine.partition;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.RequestExpressionsNameReader;
import io.vireo.channel.message.RequestExpressionsReader;
import io.vireo.channel.message.RequestGetReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestQueryReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestScanKeyAttributeReader;
import io.vireo.channel.message.RequestScanKeySchemaReader;
import io.vireo.channel.message.RequestScanReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.Condition;
import io.vireo.engine.expression.DynamoRequest;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.expression.KeyCondition;
import io.vireo.engine.expression.LegacyCondition;
import io.vireo.engine.expression.Update;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.item.ValueDecoder;
import io.vireo.engine.table.IndexDefinition;
import io.vireo.engine.table.KeyAttribute;
import io.vireo.engine.table.KeyRange;
import io.vireo.engine.table.KeySchema;
import io.vireo.engine.table.KeyType;
import io.vireo.engine.table.TableKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of one request after the other, in the language that each has chosen. What is wrong with one is an {@link InvalidRequestException} that
 * names the expression and the place. Threads: the reactor alone.
 */
final class RequestExpressions {
    private final ExpressionCache cache;
    private final ValueDecoder decoder = new ValueDecoder();
    private final LegacyParameters legacy = new LegacyParameters(decoder);
    private RequestReader request = new RequestReader();

    /** What came with the expressions; null for the native language. */
    private @Nullable DynamoRequest dynamo;

    RequestExpressions(ExpressionCache cache) {
        this.cache = cache;
    }

    /** Turns to a request. */
    RequestExpressions of(RequestReader newRequest) {
        request = newRequest;
        dynamo = newRequest.hasExpressions() ? begin(newRequest.expressions()) : null;
        return this;
    }

    private @Nullable DynamoRequest begin(RequestExpressionsReader expressions) {
        boolean isDynamo =
                switch (expressions.language()) {
                    case NATIVE -> false;
                    case DYNAMO -> true;
                    case UNRECOGNIZED ->
                        throw new InvalidRequestException(
                                "language is not known to this engine: field=expressions.language");
                };
        if (isDynamo) {
            return cache.dynamo()
                    .request(names(expressions.names()), decoder.decode(expressions.values(), "expressions.values"));
        }
        int count = expressions.names().count()
                + expressions.values().count()
                + expressions.conditions().count()
                + expressions.filters().count()
                + expressions.keyConditions().count()
                + expressions.updates().count();
        if (count > 0) {
            throw new InvalidRequestException(
                    "the native language takes no names, values and legacy parameters: field=expressions");
        }
        return null;
    }

    private static Map<String, String> names(StructListReader<RequestExpressionsNameReader> source) {
        if (source.count() > Limits.ATTRIBUTE_COUNT) {
            throw new InvalidRequestException("request has too many names: field=expressions.names count="
                    + source.count() + " limit=" + Limits.ATTRIBUTE_COUNT);
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < source.count(); i++) {
            RequestExpressionsNameReader each = source.get(i);
            String placeholder = text(each.placeholderBytes(), "expressions.names");
            if (names.put(placeholder, text(each.nameBytes(), "expressions.names")) != null) {
                throw new InvalidRequestException(
                        "name is given twice: field=expressions.names placeholder=" + placeholder);
            }
        }
        return names;
    }

    /** Whether a request has a condition, in whatever form. */
    static boolean hasCondition(RequestReader request) {
        return request.conditionBytes().length() > 0
                || (request.hasExpressions()
                        && request.expressions().conditions().count() > 0);
    }

    /** The condition of the request; without one it holds always. */
    Condition condition() {
        DynamoRequest ofDynamo = dynamo;
        DataReader source = request.conditionBytes();
        if (ofDynamo == null) {
            return source.length() == 0 ? Condition.ALWAYS : cache.condition(source.toByteArray(), "condition");
        }
        String text = text(source, "condition");
        List<LegacyCondition> conditions =
                legacy.conditions(request.expressions().conditions());
        LegacyParameters.requireOneForm(text, "ConditionExpression", conditions, "Expected");
        return text.isEmpty()
                ? cache.dynamo()
                        .legacyCondition(conditions, request.expressions().anyCondition())
                : ofDynamo.condition(text);
    }

    /** The filter of a listing; without one it holds always. */
    Condition filter() {
        DynamoRequest ofDynamo = dynamo;
        DataReader source = filterSource();
        if (ofDynamo == null) {
            return cache.condition(source.toByteArray(), "filter");
        }
        String text = text(source, "filter");
        List<LegacyCondition> filters = legacy.conditions(request.expressions().filters());
        LegacyParameters.requireOneForm(text, "FilterExpression", filters, "QueryFilter");
        return text.isEmpty()
                ? cache.dynamo().legacyCondition(filters, request.expressions().anyFilter())
                : ofDynamo.filter(text);
    }

    private DataReader filterSource() {
        return request.which() == RequestWhich.QUERY
                ? request.query().filterBytes()
                : request.list().filterBytes();
    }

    /** The update of an update; without one it changes nothing. */
    Update update() {
        DynamoRequest ofDynamo = dynamo;
        DataReader source = request.update().expressionBytes();
        if (ofDynamo == null) {
            return cache.update(source.toByteArray(), "update.expression");
        }
        String text = text(source, "update.expression");
        var updates = legacy.updates(request.expressions().updates());
        LegacyParameters.requireOneForm(text, "UpdateExpression", updates, "AttributeUpdates");
        return text.isEmpty() ? cache.dynamo().legacyUpdate(updates) : ofDynamo.update(text);
    }

    /** What an update does instead when its condition does not hold; null: it is refused then. */
    @Nullable Update alternate() {
        DynamoRequest ofDynamo = dynamo;
        DataReader source = request.update().alternateBytes();
        if (source.length() == 0) {
            return null;
        }
        return ofDynamo == null
                ? cache.update(source.toByteArray(), "update.alternate")
                : ofDynamo.update(text(source, "update.alternate"));
    }

    /** What a get, a listing or a query shows. */
    Selection selection() {
        if (request.which() == RequestWhich.GET) {
            RequestGetReader get = request.get();
            return get.attributes() == RequestProjection.EXPRESSION
                    ? projection(get.projectionBytes())
                    : Selection.of(get.attributes(), get.names());
        }
        if (request.which() == RequestWhich.QUERY) {
            RequestQueryReader query = request.query();
            return query.attributes() == RequestProjection.EXPRESSION
                    ? projection(query.projectionBytes())
                    : Selection.of(query.attributes(), query.names());
        }
        RequestScanReader scan = request.list();
        return scan.attributes() == RequestProjection.EXPRESSION
                ? projection(scan.projectionBytes())
                : Selection.of(scan.attributes(), scan.names());
    }

    private Selection projection(DataReader source) {
        DynamoRequest ofDynamo = dynamo;
        if (ofDynamo == null) {
            throw new InvalidRequestException(
                    "the native language has no projection, it takes names: field=projection");
        }
        return Selection.of(ofDynamo.projection(text(source, "projection")));
    }

    /**
     * The rows of a table that a listing asks for; null when it has no condition on keys.
     *
     * @param table path of its directory
     */
    @Nullable KeyRange keyRange(byte[] table) {
        DynamoRequest ofDynamo = dynamo;
        RequestScanReader scan = request.list();
        if (ofDynamo == null) {
            if (scan.keyConditionBytes().length() > 0) {
                throw new InvalidRequestException("the native language has bounds for this: field=keyCondition");
            }
            return null;
        }
        String text = text(scan.keyConditionBytes(), "keyCondition");
        List<LegacyCondition> conditions =
                legacy.conditions(request.expressions().keyConditions());
        LegacyParameters.requireOneForm(text, "KeyConditionExpression", conditions, "KeyConditions");
        if (text.isEmpty() && conditions.isEmpty()) {
            return null;
        }
        KeySchema schema = keySchema(scan.keySchema());
        KeyAttribute sort = schema.sort();
        String partitionName = schema.partition().name();
        String sortName = sort == null ? null : sort.name();
        KeyCondition condition = text.isEmpty()
                ? cache.dynamo().legacyKeyCondition(conditions, partitionName, sortName)
                : ofDynamo.keyCondition(text, partitionName, sortName);
        return new TableKeys(schema, table).range(condition);
    }

    /** The entries that a query asks an index for; null when it has no condition on keys. */
    @Nullable KeyCondition keyCondition(IndexDefinition index) {
        DynamoRequest ofDynamo = dynamo;
        DataReader source = request.query().keyConditionBytes();
        if (ofDynamo == null) {
            if (source.length() > 0) {
                throw new InvalidRequestException("the native language has a range for this: field=keyCondition");
            }
            return null;
        }
        String text = text(source, "keyCondition");
        List<LegacyCondition> conditions =
                legacy.conditions(request.expressions().keyConditions());
        LegacyParameters.requireOneForm(text, "KeyConditionExpression", conditions, "KeyConditions");
        if (text.isEmpty() && conditions.isEmpty()) {
            return null;
        }
        KeyAttribute own = index.partition();
        KeyAttribute partition =
                own == null ? keySchema(request.query().keySchema()).partition() : own;
        KeyAttribute sort = index.sort();
        String sortName = sort == null ? null : sort.name();
        KeyCondition condition = text.isEmpty()
                ? cache.dynamo().legacyKeyCondition(conditions, partition.name(), sortName)
                : ofDynamo.keyCondition(text, partition.name(), sortName);
        return own == null
                ? new KeyCondition(
                        TableKeys.shardingKey(partition, condition.partition()), condition.sort(), condition.operands())
                : condition;
    }

    private static KeySchema keySchema(RequestScanKeySchemaReader source) {
        KeyAttribute partition = keyAttribute(source.partition());
        if (partition == null) {
            throw new InvalidRequestException("a condition on keys needs the table's: field=keySchema");
        }
        return new KeySchema(partition, keyAttribute(source.sort()));
    }

    static @Nullable KeyAttribute keyAttribute(RequestScanKeyAttributeReader source) {
        String name = text(source.nameBytes(), "keySchema");
        if (name.isEmpty()) {
            return null;
        }
        return new KeyAttribute(
                name,
                switch (source.type()) {
                    case TEXT -> KeyType.S;
                    case NUMBER -> KeyType.N;
                    case BYTES -> KeyType.B;
                    case UNRECOGNIZED ->
                        throw new InvalidRequestException("type of a key is not known to this engine: field=keySchema");
                });
    }

    /** Refuses the request when a name or a value came with it that none of its expressions took. To be asked once all of them are compiled. */
    void requireAllUsed() {
        if (dynamo != null) {
            dynamo.requireAllUsed();
        }
    }

    private static String text(DataReader source, String field) {
        return source.length() == 0 ? "" : Utf8.decode(source.toByteArray(), field);
    }

    /** Whether a listing asks something of each item. */
    boolean hasFilter() {
        return filterSource().length() > 0
                || (request.hasExpressions() && request.expressions().filters().count() > 0);
    }
}
