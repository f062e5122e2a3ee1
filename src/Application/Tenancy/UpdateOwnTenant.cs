using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>Changes what is given of the caller's own tenant and leaves the rest.</summary>
/// <param name="Name">What people call the company.</param>
/// <param name="Locale">The language of texts when a caller asks for none: en or ar.</param>
/// <param name="TimeZone">An IANA zone, such as Asia/Dubai, for people without one of their own.</param>
/// <param name="Settings">Settings to change; what is left out stays.</param>
/// <param name="Branding">How the company shows itself; what is left out stays.</param>
[Requires(Permissions.TenantManage)]
[AuditAction("tenancy.update")]
[Fails<PasswordRuleTooWeak>]
[Fails<ReauthenticationRequired>]
[Fails<VersionMismatch>]
public sealed record UpdateOwnTenantCommand(
    string? Name = null, string? Locale = null, string? TimeZone = null, TenantSettingsPatch? Settings = null, TenantBrandingPatch? Branding = null) : ICommand<TenantDto>;

/// <summary>What to change of how the company shows itself; what is left out stays, and an empty text takes a value away.</summary>
public sealed record TenantBrandingPatch
{
    /// <summary>An https address that browsers load the logo from.</summary>
    public string? LogoUrl { get; init; }

    /// <summary>#rrggbb.</summary>
    public string? PrimaryColor { get; init; }

    internal TenantBranding ApplyTo(TenantBranding branding) => new()
    {
        LogoUrl = Applied(LogoUrl, branding.LogoUrl),
        PrimaryColor = Applied(PrimaryColor, branding.PrimaryColor),
    };

    private static string? Applied(string? change, string? value) => change switch
    {
        null => value,
        "" => null,
        _ => change,
    };
}

/// <summary>Settings to change; what is left out stays. Durations are whole seconds.</summary>
public sealed record TenantSettingsPatch
{
    /// <summary>Silence after which a person counts as away.</summary>
    public int? PresenceAwayAfterSeconds { get; init; }

    /// <summary>Silence after which a person counts as offline; longer than the away threshold.</summary>
    public int? PresenceOfflineAfterSeconds { get; init; }

    /// <summary>The longest that a session may stay open before its check-out counts as forgotten.</summary>
    public int? MaxSessionSeconds { get; init; }

    /// <summary>How old a punch that was made without a network may be when it arrives.</summary>
    public int? OfflineToleranceSeconds { get; init; }

    /// <summary>When a device must be proved by a one-time code.</summary>
    public DeviceVerification? DeviceVerification { get; init; }

    /// <summary>The way by which one-time codes go; a person without a phone gets them by mail.</summary>
    public OtpChannel? OtpChannel { get; init; }

    /// <summary>Calling codes of the countries that codes go to by text message, such as +971. Empty: wherever somebody of the company has a number.</summary>
    public IReadOnlyList<string>? SmsCountries { get; init; }

    /// <summary>The most codes a day that go by text message, if less than the installation's own limit; what is beyond goes by mail.</summary>
    public int? SmsPerDay { get; init; }

    /// <summary>The least characters of a new password; less than 12 only where every sign-in asks for a code.</summary>
    public int? PasswordMinLength { get; init; }

    /// <summary>Whether a manager must recommend a request for leave before it can be approved.</summary>
    public bool? LeaveNeedsRecommendation { get; init; }

    internal TenantSettings ApplyTo(TenantSettings settings) => settings with
    {
        PresenceAwayAfterSeconds = PresenceAwayAfterSeconds ?? settings.PresenceAwayAfterSeconds,
        PresenceOfflineAfterSeconds = PresenceOfflineAfterSeconds ?? settings.PresenceOfflineAfterSeconds,
        MaxSessionSeconds = MaxSessionSeconds ?? settings.MaxSessionSeconds,
        OfflineToleranceSeconds = OfflineToleranceSeconds ?? settings.OfflineToleranceSeconds,
        DeviceVerification = DeviceVerification ?? settings.DeviceVerification,
        SmsCountries = SmsCountries is { } countries && !countries.SequenceEqual(settings.SmsCountries, StringComparer.Ordinal) ? [.. countries] : settings.SmsCountries,
        SmsPerDay = SmsPerDay ?? settings.SmsPerDay,
        OtpChannel = OtpChannel ?? settings.OtpChannel,
        PasswordMinLength = PasswordMinLength ?? settings.PasswordMinLength,
        LeaveNeedsRecommendation = LeaveNeedsRecommendation ?? settings.LeaveNeedsRecommendation,
    };
}

internal sealed class UpdateOwnTenantValidator : AbstractValidator<UpdateOwnTenantCommand>
{
    public UpdateOwnTenantValidator()
    {
        RuleFor(c => c.Name).NotEmpty().IsLine(Tenant.NameMaxLength).When(c => c.Name is not null);
        RuleFor(c => c.Locale).OneOf(TenantRules.Locales);
        RuleFor(c => c.TimeZone).IsTimeZone();
        RuleFor(c => c.Branding!.LogoUrl).MaximumLength(TenantBranding.LogoUrlMaxLength).OfFormat("uri", url => url.Length == 0 || TenantBranding.IsLogoUrl(url)).When(c => c.Branding is not null);
        RuleFor(c => c.Branding!.PrimaryColor).OfFormat("color", color => color.Length == 0 || TenantBranding.IsColor(color)).When(c => c.Branding is not null);
        RuleFor(c => c.Settings!.PresenceAwayAfterSeconds).InclusiveBetween(TenantSettingsLimits.PresenceMin, TenantSettingsLimits.PresenceMax).When(c => c.Settings is not null);
        RuleFor(c => c.Settings!.PresenceOfflineAfterSeconds).InclusiveBetween(TenantSettingsLimits.PresenceMin + 1, TenantSettingsLimits.PresenceMax).When(c => c.Settings is not null);
        RuleFor(c => c.Settings!.MaxSessionSeconds).InclusiveBetween(TenantSettingsLimits.MaxSessionMin, TenantSettingsLimits.MaxSessionMax).When(c => c.Settings is not null);
        RuleFor(c => c.Settings!.OfflineToleranceSeconds).InclusiveBetween(TenantSettingsLimits.OfflineToleranceMin, TenantSettingsLimits.OfflineToleranceMax).When(c => c.Settings is not null);
        RuleFor(c => c.Settings!.DeviceVerification).IsInEnum().When(c => c.Settings is not null);
        RuleFor(c => c.Settings!.OtpChannel).IsInEnum().When(c => c.Settings is not null);
        RuleFor(c => c.Settings!.SmsCountries)
            .Must(list => list is null || (list.Count <= TenantSettingsLimits.SmsCountriesMax && list.All(code => code is not null && CallingCodes.IsOne(code)))).WithErrorCode("invalid_format").WithDetail("calling-code")
            .When(c => c.Settings is not null);
        RuleFor(c => c.Settings!.SmsPerDay).InclusiveBetween(TenantSettingsLimits.SmsPerDayMin, TenantSettingsLimits.SmsPerDayMax).When(c => c.Settings is not null);
        RuleFor(c => c.Settings!.PasswordMinLength).InclusiveBetween(TenantSettingsLimits.PasswordMin, TenantSettingsLimits.PasswordMax).When(c => c.Settings is not null);
    }
}

internal sealed class UpdateOwnTenantHandler(ISatcomDb db, RequestScope scope, FreshProof proof, IAttendanceRules rules, TimeProvider time) : IRequestHandler<UpdateOwnTenantCommand, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(UpdateOwnTenantCommand request, CancellationToken cancellationToken)
    {
        var id = scope.Tenant.Id;
        var tenant = await db.Tenants.AsTracking().SingleAsync(t => t.Id == id, cancellationToken);
        if (scope.IfMatch is { } version && version != tenant.Version)
        {
            return new VersionMismatch();
        }

        var settings = request.Settings?.ApplyTo(tenant.Settings) ?? tenant.Settings;
        if (!TenantSettingsLimits.IsCoherent(settings))
        {
            return new ValidationFailed(new Dictionary<string, IReadOnlyList<FieldError>>(StringComparer.Ordinal)
            {
                ["settings.presenceOfflineAfterSeconds"] = [new FieldError("out_of_range", $"> {settings.PresenceAwayAfterSeconds}")],
            });
        }

        if (!TenantSettingsLimits.IsPasswordLongEnough(settings))
        {
            return new PasswordRuleTooWeak();
        }

        // How sign-ins are proved is as weighty as a sign-in's own address; where messages may not go, codes go by mail.
        var changesSignIns = settings.DeviceVerification != tenant.Settings.DeviceVerification || settings.OtpChannel != tenant.Settings.OtpChannel
            || settings.PasswordMinLength != tenant.Settings.PasswordMinLength || settings.SmsPerDay != tenant.Settings.SmsPerDay
            || !settings.SmsCountries.SequenceEqual(tenant.Settings.SmsCountries, StringComparer.Ordinal);
        if (changesSignIns && await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var before = TenantDto.Of(tenant);
        tenant.Rename(request.Name?.Trim() ?? tenant.Name);
        tenant.Localize(request.Locale ?? tenant.Locale, request.TimeZone ?? tenant.TimeZone);
        tenant.Configure(settings);
        tenant.Brand(request.Branding?.ApplyTo(tenant.Branding) ?? tenant.Branding);
        var after = TenantDto.Of(tenant);
        if (after != before)
        {
            after.Version = 0;
        }

        return await after.WithHeldAsync(rules, time, cancellationToken);
    }
}
