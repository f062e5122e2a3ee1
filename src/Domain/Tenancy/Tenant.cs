using Satcom.Domain.Common;

namespace Satcom.Domain.Tenancy;

/// <summary>A company on this installation.</summary>
[Audited("tenant")]
public sealed class Tenant : IAggregate
{
    public const int SlugMaxLength = 40;
    public const int NameMaxLength = 120;
    public const int SuspensionReasonMaxLength = 500;

    /// <summary>The slug of the tenant above all tenants, where platform administrators live.</summary>
    public const string PlatformSlug = "platform";

    private bool _isChanged;

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

    /// <summary>Since when it is suspended; null while it is not.</summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>Why it is suspended, where that was said.</summary>
    public string? SuspensionReason { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public TenantSettings Settings { get; private set; } = new();

    public TenantBranding Branding { get; private set; } = new();

    /// <inheritdoc/>
    public uint Version { get; private set; }

    /// <summary>A slug as people write it: without what stands around it, and in small letters. Only ASCII is folded, so no other letter becomes one of a slug's.</summary>
    public static string NormalizeSlug(string written)
    {
        var slug = written.Trim();
        return slug.AsSpan().ContainsAnyInRange('A', 'Z')
            ? string.Create(slug.Length, slug, static (folded, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                {
                    folded[i] = char.IsAsciiLetterUpper(from[i]) ? char.ToLowerInvariant(from[i]) : from[i];
                }
            })
            : slug;
    }

    public void Rename(string name)
    {
        Name = name;
        _isChanged = true;
    }

    public void Localize(string locale, string timeZone)
    {
        Locale = locale;
        TimeZone = timeZone;
        _isChanged = true;
    }

    public void Configure(TenantSettings settings)
    {
        Settings = settings;
        _isChanged = true;
    }

    public void Brand(TenantBranding branding)
    {
        Branding = branding;
        _isChanged = true;
    }

    /// <summary>Shuts it; one that is shut already stays so since its first moment, for the latest reason that was said.</summary>
    public void Suspend(string? reason, DateTimeOffset now)
    {
        Status = TenantStatus.Suspended;
        SuspendedAt ??= now;
        SuspensionReason = string.IsNullOrWhiteSpace(reason) ? SuspensionReason : reason.Trim();
        _isChanged = true;
    }

    public void Resume()
    {
        Status = TenantStatus.Active;
        SuspendedAt = null;
        SuspensionReason = null;
        _isChanged = true;
    }

    /// <inheritdoc/>
    public IReadOnlyList<DomainEvent> DequeueEvents()
    {
        var isChanged = _isChanged;
        _isChanged = false;
        return isChanged ? [new TenantChanged(Id)] : [];
    }
}
