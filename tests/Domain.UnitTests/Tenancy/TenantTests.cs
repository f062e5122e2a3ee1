using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Domain.UnitTests.Tenancy;

public sealed class TenantTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);

    public static TheoryData<string, Action<Tenant>, Func<Tenant, bool>> Changes() => new()
    {
        { "rename", t => t.Rename("New"), t => string.Equals(t.Name, "New", StringComparison.Ordinal) },
        { "localize", t => t.Localize("ar", "Africa/Cairo"), t => (t.Locale, t.TimeZone) == ("ar", "Africa/Cairo") },
        { "configure", t => t.Configure(new TenantSettings { MaxSessionSeconds = 60 }), t => t.Settings.MaxSessionSeconds == 60 },
        { "suspend", t => t.Suspend("Unpaid", At), t => t.Status == TenantStatus.Suspended && t.SuspendedAt == At && string.Equals(t.SuspensionReason, "Unpaid", StringComparison.Ordinal) },
        { "resume", t => { t.Suspend("Unpaid", At); t.Resume(); }, t => t.Status == TenantStatus.Active && t.SuspendedAt == null && t.SuspensionReason == null },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Change_OfAnyKind_IsMadeAndToldOnce(string name, Action<Tenant> change, Func<Tenant, bool> isMade)
    {
        var tenant = Make();
        tenant.DequeueEvents().ShouldBeEmpty(name);

        change(tenant);

        isMade(tenant).ShouldBeTrue(name);
        var told = tenant.DequeueEvents().ShouldHaveSingleItem().ShouldBeOfType<TenantChanged>();
        told.AggregateId.ShouldBe(Id);
        ((IForgetsCached)told).Forgotten.ShouldBe(("tenant", Id));
        tenant.DequeueEvents().ShouldBeEmpty(name);
    }

    [Fact]
    public void Settings_OfANewTenant_AreCoherentAndWithinLimits()
    {
        var settings = Make().Settings;

        TenantSettingsLimits.IsCoherent(settings).ShouldBeTrue();
        settings.PresenceAwayAfterSeconds.ShouldBeInRange(TenantSettingsLimits.PresenceMin, TenantSettingsLimits.PresenceMax);
        settings.MaxSessionSeconds.ShouldBeInRange(TenantSettingsLimits.MaxSessionMin, TenantSettingsLimits.MaxSessionMax);
        settings.OfflineToleranceSeconds.ShouldBeInRange(TenantSettingsLimits.OfflineToleranceMin, TenantSettingsLimits.OfflineToleranceMax);
        settings.DeviceVerification.ShouldBe(DeviceVerification.Off);
    }

    [Fact]
    public void IsCoherent_WhenAwayComesNoSoonerThanOffline_IsFalse() =>
        TenantSettingsLimits.IsCoherent(new TenantSettings { PresenceAwayAfterSeconds = 60, PresenceOfflineAfterSeconds = 60 }).ShouldBeFalse();

    private static Tenant Make() => new(Id, "acme", "Acme", "en", "Asia/Dubai", DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData(" ACME\t", "acme")]
    [InlineData("Acme-2", "acme-2")]
    [InlineData("\u212Acme", "\u212Acme")]
    [InlineData("AC\u0130ME", "ac\u0130me")]
    [InlineData("  ", "")]
    public void NormalizeSlug_OfWhatPeopleWrite_FoldsAsciiAlone(string written, string slug) => Tenant.NormalizeSlug(written).ShouldBe(slug);
}
