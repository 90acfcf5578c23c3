package io.vireo.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.cli.CommandException;
import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
    @Test
    void takesUserAndPasswordOutAndKeepsTheRest() {
        DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://db:5432/vireo?user=o&sslmode=require&password=a%26b");

        assertThat(url).isEqualTo(new DatabaseUrl("jdbc:postgresql://db:5432/vireo?sslmode=require", "o", "a&b"));
    }

    @Test
    void namesTheRoleOfTheApplicationAfterTheDatabase() {
        assertThat(DatabaseUrl.parse("postgresql://db/orders?user=o&sslmode=require")
                        .applicationRole())
                .isEqualTo("orders_app");
    }

    @Test
    void refusesWhatIsNoAddressOrNamesNoUser() {
        for (String wrong : new String[] {
            "mysql://db/x?user=o",
            "jdbc:postgresql://",
            "jdbc:postgresql://db/x",
            "jdbc:postgresql://db?user=o",
            "jdbc:postgresql://db/?user=o"
        }) {
            assertThatThrownBy(() -> DatabaseUrl.parse(wrong)).isInstanceOf(CommandException.class);
        }
    }
}
