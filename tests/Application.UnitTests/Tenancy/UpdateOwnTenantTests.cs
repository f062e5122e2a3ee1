using Satcom.Application.Tenancy;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.UnitTests.Tenancy;

public sealed class UpdateOwnTenantTests
{
    public static TheoryData<UpdateOwnTenantCommand, string> Faults() => new()
    {
        { new(Name: " "), "Name" },
        { new(Name: new string('x', Tenant.NameMaxLength + 1)), "Name" },
        { new(Locale: "fr"), "Locale" },
        { new(TimeZone: "Mars/Olympus"), "TimeZone" },
        { new(Settings: new() { PresenceAwayAfterSeconds = TenantSettingsLimits.PresenceMin - 1 }), "Settings.PresenceAwayAfterSeconds" },
        { new(Settings: new() { PresenceOfflineAfterSeconds = TenantSettingsLimits.PresenceMax + 1 }), "Settings.PresenceOfflineAfterSeconds" },
        { new(Settings: new() { MaxSessionSeconds = TenantSettingsLimits.MaxSessionMin - 1 }), "Settings.MaxSessionSeconds" },
        { new(Settings: new() { OfflineToleranceSeconds = -1 }), "Settings.OfflineToleranceSeconds" },
        { new(Settings: new() { DeviceVerification = (DeviceVerification)9 }), "Settings.DeviceVerification" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Validate_WhenOneFieldIsOutOfBounds_NamesThatField(UpdateOwnTenantCommand command, string field) =>
        new UpdateOwnTenantValidator().Validate(command).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe(field);

    [Fact]
    public void Validate_WhenNothingOrTheBoundsAreGiven_Accepts()
    {
        var bounds = new TenantSettingsPatch
        {
            PresenceAwayAfterSeconds = TenantSettingsLimits.PresenceMin,
            PresenceOfflineAfterSeconds = TenantSettingsLimits.PresenceMax,
            MaxSessionSeconds = TenantSettingsLimits.MaxSessionMax,
            OfflineToleranceSeconds = TenantSettingsLimits.OfflineToleranceMin,
        };

        new UpdateOwnTenantValidator().Validate(new UpdateOwnTenantCommand()).IsValid.ShouldBeTrue();
        new UpdateOwnTenantValidator().Validate(new UpdateOwnTenantCommand("Acme", "ar", "Africa/Cairo", bounds)).IsValid.ShouldBeTrue();
    }

    [Fact]
    public void ApplyTo_WhenOneSettingIsGiven_LeavesTheRest()
    {
        var settings = new TenantSettings { PresenceAwayAfterSeconds = 60, DeviceVerification = DeviceVerification.EverySignIn };

        new TenantSettingsPatch { MaxSessionSeconds = 3600 }.ApplyTo(settings).ShouldBe(settings with { MaxSessionSeconds = 3600 });
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public void IsCoherent_WhenAwayMeetsOffline_IsNot(int away, bool expected) =>
        TenantSettingsLimits.IsCoherent(new TenantSettings { PresenceAwayAfterSeconds = away, PresenceOfflineAfterSeconds = 300 }).ShouldBe(expected);

    [Fact]
    public void ToString_OfAScope_HidesTheToken() =>
        new PlatformScopeDto("secret-token", "Bearer", 600, new EnteredTenantDto(Guid.Empty, "acme", "Acme", "en")).ToString().ShouldNotContain("secret-token");
}
