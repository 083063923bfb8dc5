using Hub.Platform;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Storage.Migrations;

/// <summary>A schema change that is written in SQL, in the file of the same number beside it.</summary>
/// <remarks>Forward only. Each keeps the previous version's processes working: expand first, contract in a later release.</remarks>
public abstract class SqlMigration(string file) : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(Resources.Read(file));
    }
}

[DbContext(typeof(HubDb)), Migration("0001_init")]
public sealed class Init() : SqlMigration("0001_init.sql");

[DbContext(typeof(HubDb)), Migration("0002_mail")]
public sealed class MailSchema() : SqlMigration("0002_mail.sql");

[DbContext(typeof(HubDb)), Migration("0003_plans")]
public sealed class Plans() : SqlMigration("0003_plans.sql");

[DbContext(typeof(HubDb)), Migration("0004_html")]
public sealed class HtmlSchema() : SqlMigration("0004_html.sql");

[DbContext(typeof(HubDb)), Migration("0005_participants")]
public sealed class Participants() : SqlMigration("0005_participants.sql");

[DbContext(typeof(HubDb)), Migration("0007_lighter")]
public sealed class Lighter() : SqlMigration("0007_lighter.sql");

[DbContext(typeof(HubDb)), Migration("0008_marks")]
public sealed class MarksSchema() : SqlMigration("0008_marks.sql");

[DbContext(typeof(HubDb)), Migration("0009_files")]
public sealed class FileUploads() : SqlMigration("0009_files.sql");

[DbContext(typeof(HubDb)), Migration("0010_identity")]
public sealed class IdentitySchema() : SqlMigration("0010_identity.sql");

[DbContext(typeof(HubDb)), Migration("0011_sites")]
public sealed class SitesSchema() : SqlMigration("0011_sites.sql");

[DbContext(typeof(HubDb)), Migration("0012_reception")]
public sealed class ReceptionSchema() : SqlMigration("0012_reception.sql");

[DbContext(typeof(HubDb)), Migration("0017_consent_version")]
public sealed class ConsentVersionSchema() : SqlMigration("0017_consent_version.sql");
