/** An installation on this machine: its folder, secrets, ports, database and processes. */
@NullMarked
package io.vireo.cli.installation;

import org.jspecify.annotations.NullMarked;
