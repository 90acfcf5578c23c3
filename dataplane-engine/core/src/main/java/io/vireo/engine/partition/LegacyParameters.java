package io.vireo.engine.partition;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.RequestExpressionsLegacyConditionOperator;
import io.vireo.channel.message.RequestExpressionsLegacyConditionReader;
import io.vireo.channel.message.RequestExpressionsLegacyUpdateAction;
import io.vireo.channel.message.RequestExpressionsLegacyUpdateReader;
import io.vireo.channel.message.ValueReader;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.LegacyCondition;
import io.vireo.engine.expression.LegacyUpdate;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.item.ValueDecoder;
import java.util.ArrayList;
import java.util.List;

/** Takes what DynamoDB had before there were expressions out of messages. Threads: the reactor alone. */
final class LegacyParameters {
    private static final String FIELD = "expressions";

    private final ValueDecoder decoder;

    LegacyParameters(ValueDecoder decoder) {
        this.decoder = decoder;
    }

    List<LegacyCondition> conditions(StructListReader<RequestExpressionsLegacyConditionReader> source) {
        requireCount(source.count());
        List<LegacyCondition> conditions = new ArrayList<>(source.count());
        for (int i = 0; i < source.count(); i++) {
            RequestExpressionsLegacyConditionReader each = source.get(i);
            String attribute = Utf8.decode(each.attributeBytes().toByteArray(), FIELD);
            LegacyCondition.Operator operator = operator(each.operator());
            conditions.add(new LegacyCondition(attribute, operator, values(each.values())));
        }
        return conditions;
    }

    List<LegacyUpdate> updates(StructListReader<RequestExpressionsLegacyUpdateReader> source) {
        requireCount(source.count());
        List<LegacyUpdate> updates = new ArrayList<>(source.count());
        for (int i = 0; i < source.count(); i++) {
            RequestExpressionsLegacyUpdateReader each = source.get(i);
            String attribute = Utf8.decode(each.attributeBytes().toByteArray(), FIELD);
            LegacyUpdate.Action action = action(each.action());
            List<byte[]> values = values(each.value());
            boolean isRemoval = values.isEmpty() && action == LegacyUpdate.Action.DELETE;
            if (values.size() != 1 && !isRemoval) {
                throw new InvalidRequestException(
                        "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value"
                                + " is specified");
            }
            updates.add(new LegacyUpdate(attribute, action, isRemoval ? null : values.getFirst()));
        }
        return updates;
    }

    /** Refuses an expression beside what stood for it before. */
    static void requireOneForm(String text, String expression, List<?> parameters, String parameter) {
        if (!text.isEmpty() && !parameters.isEmpty()) {
            throw new InvalidRequestException(
                    "Can not use both expression and non-expression parameters in the same request: Non-expression"
                            + " parameters: {" + parameter + "} Expression parameters: {" + expression + "}");
        }
    }

    private List<byte[]> values(StructListReader<ValueReader> source) {
        requireCount(source.count());
        List<byte[]> values = new ArrayList<>(source.count());
        for (int i = 0; i < source.count(); i++) {
            values.add(decoder.decode(source.get(i)));
        }
        return values;
    }

    private static void requireCount(int count) {
        if (count > Limits.ATTRIBUTE_COUNT) {
            throw new InvalidRequestException("request has too many parameters: field=" + FIELD + " count=" + count
                    + " limit=" + Limits.ATTRIBUTE_COUNT);
        }
    }

    private static LegacyCondition.Operator operator(RequestExpressionsLegacyConditionOperator operator) {
        return switch (operator) {
            case EQ -> LegacyCondition.Operator.EQ;
            case NE -> LegacyCondition.Operator.NE;
            case LE -> LegacyCondition.Operator.LE;
            case LT -> LegacyCondition.Operator.LT;
            case GE -> LegacyCondition.Operator.GE;
            case GT -> LegacyCondition.Operator.GT;
            case NOT_NULL -> LegacyCondition.Operator.NOT_NULL;
            case NULL -> LegacyCondition.Operator.NULL;
            case CONTAINS -> LegacyCondition.Operator.CONTAINS;
            case NOT_CONTAINS -> LegacyCondition.Operator.NOT_CONTAINS;
            case BEGINS_WITH -> LegacyCondition.Operator.BEGINS_WITH;
            case IN -> LegacyCondition.Operator.IN;
            case BETWEEN -> LegacyCondition.Operator.BETWEEN;
            case UNRECOGNIZED ->
                throw new InvalidRequestException("operator is not known to this engine: field=" + FIELD);
        };
    }

    private static LegacyUpdate.Action action(RequestExpressionsLegacyUpdateAction action) {
        return switch (action) {
            case PUT -> LegacyUpdate.Action.PUT;
            case ADD -> LegacyUpdate.Action.ADD;
            case DELETE -> LegacyUpdate.Action.DELETE;
            case UNRECOGNIZED ->
                throw new InvalidRequestException("action is not known to this engine: field=" + FIELD);
        };
    }
}
