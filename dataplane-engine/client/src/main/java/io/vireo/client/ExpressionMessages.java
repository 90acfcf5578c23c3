package io.vireo.client;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.RequestExpressionsLanguage;
import io.vireo.channel.message.RequestExpressionsLegacyConditionOperator;
import io.vireo.channel.message.RequestExpressionsLegacyConditionWriter;
import io.vireo.channel.message.RequestExpressionsLegacyUpdateAction;
import io.vireo.channel.message.RequestExpressionsLegacyUpdateWriter;
import io.vireo.channel.message.RequestExpressionsNameWriter;
import io.vireo.channel.message.RequestExpressionsWriter;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.ValueWriter;
import java.util.List;
import java.util.Map;

/** Writes the condition of a request, and in which language it and the other expressions are. */
final class ExpressionMessages {
    private ExpressionMessages() {}

    static void write(RequestWriter request, String condition, ExpressionLanguage language) {
        if (!condition.isEmpty()) {
            request.condition(condition);
        }
        switch (language) {
            case ExpressionLanguage.Native _ -> {}
            case ExpressionLanguage.Dynamo dynamo -> write(request.initExpressions(), dynamo);
        }
    }

    private static void write(RequestExpressionsWriter target, ExpressionLanguage.Dynamo dynamo) {
        target.language(RequestExpressionsLanguage.DYNAMO);
        if (!dynamo.names().isEmpty()) {
            StructListWriter<RequestExpressionsNameWriter> names =
                    target.initNames(dynamo.names().size());
            int index = 0;
            for (Map.Entry<String, String> name : dynamo.names().entrySet()) {
                names.get(index++).placeholder(name.getKey()).name(name.getValue());
            }
        }
        if (!dynamo.values().isEmpty()) {
            ValueMessages.write(target.initValues(dynamo.values().size()), dynamo.values());
        }
        LegacyParameters legacy = dynamo.legacy();
        if (!legacy.equals(LegacyParameters.NONE)) {
            write(target, legacy);
        }
    }

    private static void write(RequestExpressionsWriter target, LegacyParameters legacy) {
        target.anyCondition(legacy.isAnyCondition()).anyFilter(legacy.isAnyFilter());
        conditions(target.initConditions(legacy.conditions().size()), legacy.conditions());
        conditions(target.initFilters(legacy.filters().size()), legacy.filters());
        conditions(target.initKeyConditions(legacy.keyConditions().size()), legacy.keyConditions());
        StructListWriter<RequestExpressionsLegacyUpdateWriter> updates =
                target.initUpdates(legacy.updates().size());
        for (int i = 0; i < legacy.updates().size(); i++) {
            LegacyParameters.Update update = legacy.updates().get(i);
            RequestExpressionsLegacyUpdateWriter each = updates.get(i)
                    .attribute(update.attribute())
                    .action(RequestExpressionsLegacyUpdateAction.of(
                            update.action().ordinal()));
            List<AttributeValue> values = update.value().stream().toList();
            values(each.initValue(values.size()), values);
        }
    }

    private static void conditions(
            StructListWriter<RequestExpressionsLegacyConditionWriter> target,
            List<LegacyParameters.Condition> conditions) {
        for (int i = 0; i < conditions.size(); i++) {
            LegacyParameters.Condition condition = conditions.get(i);
            RequestExpressionsLegacyConditionWriter each = target.get(i)
                    .attribute(condition.attribute())
                    .operator(RequestExpressionsLegacyConditionOperator.of(
                            condition.operator().ordinal()));
            values(each.initValues(condition.values().size()), condition.values());
        }
    }

    private static void values(StructListWriter<ValueWriter> target, List<AttributeValue> values) {
        for (int i = 0; i < values.size(); i++) {
            ValueMessages.write(target.get(i), values.get(i));
        }
    }
}
