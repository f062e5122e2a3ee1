using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Attendance;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Demo;

/// <summary>The demo companies of Development: made once, through the domain, in each tenant's own scope.</summary>
internal sealed class DemoTenants(ITenantDirectory tenants, ITenantRunner runner, PasswordVerifier passwords, TimeProvider time)
{
    public const string Setting = "Satcom:Demo:Seed";

    private const string Seeding = "demo.seed";
    private const int PastDays = 5;

    private static readonly (string Slug, string Name, string Locale, string TimeZone, string MailDomain, DemoPerson[] People, DeviceVerification Verification)[] Companies =
    [
        ("acme", "Acme Facilities", "en", "Asia/Dubai", "acme.test", [.. DemoPeople.OfCompany], DeviceVerification.Off),
        ("globex", "جلوبكس للخدمات", "ar", "Africa/Cairo", "globex.test", [.. DemoPeople.OfCompany], DeviceVerification.NewDevices),
        (Tenant.PlatformSlug, "Satcom platform", "en", "UTC", "satcom.test", [DemoPeople.PlatformAdmin], DeviceVerification.Off),
    ];

    /// <summary>The short names of the demo companies.</summary>
    public static IReadOnlyList<string> Slugs => [.. Companies.Select(c => c.Slug)];

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        StoredPassword? password = null;
        foreach (var company in Companies)
        {
            if (await tenants.FindAsync(company.Slug, cancellationToken) is not null)
            {
                continue;
            }

            password ??= new StoredPassword(Guid.Empty, Guid.Empty, await passwords.HashAsync(Guid.Empty, Guid.Empty, DemoPeople.Password, cancellationToken));
            var hashed = password;
            var tenant = new Tenant(time.New(), company.Slug, company.Name, company.Locale, company.TimeZone, time.GetUtcNow());
            tenant.Configure(tenant.Settings with { DeviceVerification = company.Verification });
            var info = new TenantInfo(tenant.Id, tenant.Slug, tenant.Name, tenant.Locale, tenant.TimeZone, tenant.Status, tenant.Settings);
            await runner.RunAsync(
                info,
                async (services, token) =>
                {
                    services.GetRequiredService<RequestScope>().AuditAction = Seeding;
                    var db = services.GetRequiredService<SatcomDbContext>();
                    db.Tenants.Add(tenant);
                    AddPeople(db, tenant, company.MailDomain, company.People, hashed, services.GetRequiredService<ISignInTenants>());
                    await db.SaveChangesAsync(token);
                },
                cancellationToken);
        }

        await SeedClientsAsync(cancellationToken);
    }

    /// <summary>Outside Development nobody may sign in with the password that everybody can read.</summary>
    public async Task EnsureAbsentAsync(CancellationToken cancellationToken)
    {
        foreach (var company in Companies)
        {
            if (await tenants.FindAsync(company.Slug, cancellationToken) is not { } tenant)
            {
                continue;
            }

            await runner.RunAsync(
                tenant,
                async (services, token) =>
                {
                    var addresses = company.People.Select(p => User.Normalize($"{p.Name}@{company.MailDomain}")).ToList();
                    var db = services.GetRequiredService<SatcomDbContext>();

                    // Whoever was given another address since is known by the audit of the seeding.
                    var seeded = db.AuditEntries.Where(a => a.Action == Seeding && a.EntityType == "user").Select(a => a.EntityId);
                    var hashes = await db.Users.Where(u => u.PasswordHash != null && (addresses.Contains(u.NormalizedEmail) || seeded.Contains(u.Id)))
                        .Select(u => new StoredPassword(u.TenantId, u.Id, u.PasswordHash!)).ToListAsync(token);
                    foreach (var hash in hashes)
                    {
                        if (await passwords.VerifyAsync(hash, DemoPeople.Password, token))
                        {
                            throw new InvalidOperationException($"The tenant {tenant.Slug} holds an account with the demo password: outside Development the service does not start with it. Remove the demo tenants or set other passwords.");
                        }
                    }

                    if (await DemoClients.LetsInAsync(db, token))
                    {
                        throw new InvalidOperationException($"The tenant {tenant.Slug} holds the demo client: outside Development the service does not start with it. Remove it or give it another secret.");
                    }
                },
                cancellationToken);
        }
    }

    private async Task SeedClientsAsync(CancellationToken cancellationToken)
    {
        foreach (var company in Companies.Where(c => !string.Equals(c.Slug, Tenant.PlatformSlug, StringComparison.Ordinal)))
        {
            await runner.RunAsync(
                (await tenants.FindAsync(company.Slug, cancellationToken))!,
                async (services, token) =>
                {
                    services.GetRequiredService<RequestScope>().AuditAction = Seeding;
                    var db = services.GetRequiredService<SatcomDbContext>();
                    await DemoClients.AddMissingAsync(db, services.GetRequiredService<RequestScope>().Tenant.Id, time, token);
                    await db.SaveChangesAsync(token);
                },
                cancellationToken);
        }
    }

    private void AddPeople(SatcomDbContext db, Tenant tenant, string mailDomain, DemoPerson[] people, StoredPassword password, ISignInTenants signIn)
    {
        var now = time.GetUtcNow();
        var team = new Team(tenant.Id, time.New(), "Operations");
        db.Teams.Add(team);
        var ids = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var person in people)
        {
            var id = ids[person.Name] = time.New();
            var user = new User(tenant.Id, id, $"{person.Name}@{mailDomain}", person.DisplayName, person.Roles, now);
            user.SetPasswordHash(passwords.MoveTo(tenant.Id, id, password));
            user.SetPhone($"+97150{1_000_000 + (ids.Count * 1_000)}");
            db.Users.Add(user);
            db.SignInDirectory.Add(new SignInDirectoryEntry { EmailHash = signIn.KeyOf(user.NormalizedEmail), TenantId = tenant.Id });
            if (person != DemoPeople.PlatformAdmin)
            {
                db.Employees.Add(new Employee(tenant.Id, id, person.Name, person.Designation, tenant.TimeZone, person.Manager is { } manager ? ids[manager] : null, person.InTeam ? team.Id : null));
                AddPast(db, tenant, id, person.Name, now);
            }
        }
    }

    /// <summary>Some finished days for the people below the manager, and for Omar a check-out that he forgot yesterday.</summary>
    private void AddPast(SatcomDbContext db, Tenant tenant, Guid employeeId, string name, DateTimeOffset now)
    {
        if (name is not ("employee" or "nadia" or "omar"))
        {
            return;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone);
        var localMidnight = TimeZoneInfo.ConvertTime(now, zone).Date;
        for (var daysAgo = PastDays; daysAgo >= 1; daysAgo--)
        {
            var start = new DateTimeOffset(localMidnight.AddDays(-daysAgo).AddHours(8), zone.GetUtcOffset(now)).ToUniversalTime();
            PunchFacts At(double hours) => new(time.New(), start.AddHours(hours), start.AddHours(hours), tenant.TimeZone);
            var day = AttendanceDay.Open(tenant.Id, time.New(), employeeId, At(0) with { WorkMode = WorkMode.Office });
            if (!(string.Equals(name, "omar", StringComparison.Ordinal) && daysAgo == 1))
            {
                var limit = tenant.Settings.MaxSessionSeconds;
                day.StartBreak(At(4) with { BreakType = BreakType.Lunch }, limit);
                day.EndBreak(At(4.5), limit);
                day.CheckOut(At(9), limit);
            }

            db.AttendanceDays.Add(day);
        }
    }
}
