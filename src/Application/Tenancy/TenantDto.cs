using System.Linq.Expressions;
using Satcom.Application.Common;
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
        CreatedAt = t.CreatedAt,
        Settings = t.Settings,
        Branding = t.Branding,
        Version = t.Version,
    };

    internal static readonly Func<Tenant, TenantDto> Of = Projection.Compile();

    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    /// <summary>The language of texts when the caller asks for none: en or ar.</summary>
    public required string Locale { get; init; }

    /// <summary>IANA zone for people without one of their own. A change of it leaves what was recorded as it was.</summary>
    public required string TimeZone { get; init; }

    public required TenantStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required TenantSettings Settings { get; init; }

    public required TenantBranding Branding { get; init; }

    /// <inheritdoc/>
    public uint Version { get; set; }
}
