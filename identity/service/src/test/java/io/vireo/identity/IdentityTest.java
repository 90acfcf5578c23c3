package io.vireo.identity;

import io.vireo.identity.support.InstallationTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/** Runs in the context that all integration tests of this module share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@InstallationTest
@Import({SqlTenants.class, BrowserPages.class})
@interface IdentityTest {}
