package io.vireo.engine.expression;

import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueOrder;
import io.vireo.engine.item.ValueView;
import java.math.BigDecimal;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What an expression asks of the values that come with it beyond their types, which are looked at when it is compiled. */
sealed interface ValueCheck {
    /** What is wrong with the values; null when nothing is. */
    @Nullable String problem(ValueView[] values, ValueOrder order);

    /** The bounds of BETWEEN are of one type and in order. */
    record Bounds(Node.Parameter low, Node.Parameter high) implements ValueCheck {
        @Override
        public @Nullable String problem(ValueView[] values, ValueOrder order) {
            ValueView x = values[low.index()];
            ValueView y = values[high.index()];
            boolean isSameType = DynamoType.of(x) == DynamoType.of(y);
            if (isSameType && order.compare(x, y) <= 0) {
                return null;
            }
            return "The BETWEEN operator requires "
                    + (isSameType
                            ? "upper bound to be greater than or equal to lower bound"
                            : "same data type for lower and upper bounds")
                    + "; lower bound operand: " + show(x) + ", upper bound operand: " + show(y);
        }

        private static String show(ValueView view) {
            String text =
                    switch (Numbers.decoded(view)) {
                        case Value.Int64(long number) -> Long.toString(number);
                        case Value.Float64(double number) -> Double.toString(number);
                        case Value.Decimal(BigDecimal number) -> number.toPlainString();
                        case Value.Text(String value) -> value;
                        case Value.Bytes(byte[] bytes) -> Base64.getEncoder().encodeToString(bytes);
                        default -> "";
                    };
            return "AttributeValue: {" + DynamoType.of(view) + ":" + text + "}";
        }
    }

    /** The second operand of attribute_type names a type. */
    record TypeName(Node.Parameter name) implements ValueCheck {
        @Override
        public @Nullable String problem(ValueView[] values, ValueOrder order) {
            ValueView value = values[name.index()];
            return DynamoType.named(value) != null || !(value.toValue() instanceof Value.Text(String text))
                    ? null
                    : "Invalid attribute type name found; type: " + text
                            + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}";
        }
    }
}
