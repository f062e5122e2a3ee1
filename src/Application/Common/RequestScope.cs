using Satcom.Domain.Tenancy;

namespace Satcom.Application.Common;

/// <summary>
/// What is known about the request, message or job that runs now: one per DI scope, filled at its entrance and read by the
/// pipeline and the adapters. A tenant is set once and cannot change.
/// </summary>
public sealed class RequestScope
{
    private TenantInfo? _tenant;

    public Actor Actor { get; set; } = Actor.Anonymous;

    /// <summary>The tenant; reading it where none is known is a fault, never "all tenants".</summary>
    public TenantInfo Tenant => _tenant ?? throw new InvalidOperationException("No tenant is known in this scope.");

    public bool HasTenant => _tenant is not null;

    /// <summary>The client's Idempotency-Key, if it sent one.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>The version in the client's If-Match, if it sent one.</summary>
    public uint? IfMatch { get; set; }

    /// <summary>True once the answer was taken from an earlier run with the same Idempotency-Key.</summary>
    public bool Replayed { get; set; }

    /// <summary>Method and path, so that an Idempotency-Key cannot answer for another operation.</summary>
    public string Operation { get; set; } = string.Empty;

    /// <summary>SHA-256 of the body as it was sent; null where nothing asks for it. What is read of a body no longer tells null from left out.</summary>
    public byte[]? BodyHash { get; set; }

    /// <summary>True when the tenant was found for somebody who proved nothing yet: no answer may show which one it is.</summary>
    public bool HidesTenant { get; set; }

    /// <summary>
    /// True when an anonymous request names a tenant that does not exist. It is answered as in a tenant that has nobody in it, so
    /// that nobody learns which tenants there are; it must never be looked for elsewhere.
    /// </summary>
    public bool NamesUnknownTenant { get; set; }

    public string? RemoteAddress { get; set; }

    /// <summary>The action that the audit files changes under; set by the pipeline from the message.</summary>
    public string AuditAction { get; set; } = string.Empty;

    /// <summary>Why the change is made, where the message says so.</summary>
    public string? AuditReason { get; set; }

    /// <summary>True while what is done is taken back afterwards: nothing may be written beside it.</summary>
    public bool IsRehearsal { get; set; }

    /// <summary>How often the handler has been run again because another change won a race; 0 on the first run.</summary>
    public int Attempt { get; set; }

    /// <summary>The id of what the command makes in another scope, where the client gave none: the same when the handler runs again.</summary>
    public Guid? MadeId { get; set; }

    /// <summary>Binds the scope to its tenant.</summary>
    /// <exception cref="InvalidOperationException">It is bound to another one already.</exception>
    public void Enter(TenantInfo tenant)
    {
        if (_tenant is not null && _tenant.Id != tenant.Id)
        {
            throw new InvalidOperationException("The scope is bound to another tenant.");
        }

        _tenant = tenant;
    }
}

/// <summary>What every request needs of its tenant, from a cache that every node keeps fresh.</summary>
public sealed record TenantInfo(Guid Id, string Slug, string Name, string Locale, string TimeZone, TenantStatus Status, TenantSettings Settings, TenantBranding? Branding = null);
