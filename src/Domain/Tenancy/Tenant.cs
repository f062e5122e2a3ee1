using Satcom.Domain.Common;

namespace Satcom.Domain.Tenancy;

/// <summary>A company on this installation.</summary>
[Audited("tenant")]
public sealed class Tenant
{
    public const int SlugMaxLength = 40;
    public const int NameMaxLength = 120;

    /// <summary>The slug of the tenant above all tenants, where platform administrators live.</summary>
    public const string PlatformSlug = "platform";

    public Tenant(Guid id, string slug, string name, string locale, string timeZone, DateTimeOffset createdAt)
    {
        Id = id;
        Slug = slug;
        Name = name;
        Locale = locale;
        TimeZone = timeZone;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public string Slug { get; private set; }

    public string Name { get; private set; }

    /// <summary>The language of texts when the caller asks for none: en or ar.</summary>
    public string Locale { get; private set; }

    /// <summary>IANA zone for people without one of their own.</summary>
    public string TimeZone { get; private set; }

    public TenantStatus Status { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public TenantSettings Settings { get; private set; } = new();

    /// <summary>PostgreSQL's xmin.</summary>
    public uint Version { get; private set; }

    public void Rename(string name) => Name = name;

    public void Localize(string locale, string timeZone)
    {
        Locale = locale;
        TimeZone = timeZone;
    }

    public void Configure(TenantSettings settings) => Settings = settings;

    public void Suspend() => Status = TenantStatus.Suspended;

    public void Resume() => Status = TenantStatus.Active;
}
