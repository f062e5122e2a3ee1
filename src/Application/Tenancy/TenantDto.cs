using System.Linq.Expressions;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>A company on this installation.</summary>
public sealed record TenantDto : IVersioned
{
    internal static readonly Expression<Func<Tenant, TenantDto>> Projection = t => new TenantDto
    {
        Id = t.Id,
        Slug = t.Slug,
        Name = t.Name,
        Locale = t.Locale,
        TimeZone = t.TimeZone,
        Status = t.Status,
        SuspendedAt = t.SuspendedAt,
        SuspensionReason = t.SuspensionReason,
        CreatedAt = t.CreatedAt,
        Settings = t.Settings,
        Branding = t.Branding,
        Version = t.Version,
    };

    internal static readonly Func<Tenant, TenantDto> Of = Projection.Compile();

    /// <summary>The company's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its short name, as in the body of a sign-in and in X-Tenant.</summary>
    public required string Slug { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The language of texts when the caller asks for none: en or ar.</summary>
    public required string Locale { get; init; }

    /// <summary>IANA zone for people without one of their own. A change of it leaves what was recorded as it was.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whether it may use the service.</summary>
    public required TenantStatus Status { get; init; }

    /// <summary>Since when it is suspended; null while it is not.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Why it is suspended, where that was said.</summary>
    public string? SuspensionReason { get; init; }

    /// <summary>When it came to the service.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The rules that it sets for itself.</summary>
    public required TenantSettings Settings { get; init; }

    /// <summary>Which of the settings mean nothing today, because the company's policy of attendance says the same otherwise: maxSessionSeconds, offlineToleranceSeconds. Told to the company itself alone.</summary>
    public IReadOnlyList<string>? SettingsHeldByPolicy { get; init; }

    /// <summary>How it shows itself to its people.</summary>
    public required TenantBranding Branding { get; init; }

    /// <summary>Changes with every change of the company; as ETag too.</summary>
    public uint Version { get; set; }

    /// <summary>With what is held by a policy on the company's present date.</summary>
    internal async Task<TenantDto> WithHeldAsync(IAttendanceRules rules, TimeProvider time, CancellationToken cancellationToken) =>
        this with { SettingsHeldByPolicy = (await rules.GetAsync(cancellationToken)).SettingsHeldOn(TimeZones.LocalDate(time.GetUtcNow(), TimeZone)) };
}
