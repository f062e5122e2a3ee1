using FluentValidation;
using MediatR;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>A platform administrator enters another tenant, for a reason that both tenants' audits keep.</summary>
/// <param name="Tenant">The slug of the tenant to enter.</param>
/// <param name="Reason">Why; both tenants' audits keep it.</param>
[Requires(Permissions.PlatformScope)]
[NoReplay]
[AuditAction(Action)]
[Fails<TenantUnknown>]
[Fails<ReauthenticationRequired>]
public sealed record EnterPlatformScopeCommand(string Tenant, string Reason) : ICommand<PlatformScopeDto>
{
    public const string Action = "platform.enter";
    public const int ReasonMaxLength = 500;
}

/// <summary>The way into the tenant.</summary>
/// <param name="AccessToken">For the Authorization header; it cannot be refreshed.</param>
/// <param name="TokenType">How the access token is sent: Bearer.</param>
/// <param name="ExpiresIn">The token's life in seconds.</param>
/// <param name="Tenant">The company that it opens.</param>
public sealed record PlatformScopeDto(string AccessToken, string TokenType, int ExpiresIn, EnteredTenantDto Tenant)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(PlatformScopeDto)} {{ Tenant = {Tenant.Slug} }}";
}

/// <summary>The tenant that was entered.</summary>
/// <param name="Id">The company's id.</param>
/// <param name="Slug">Its short name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Locale">The language of its texts: en or ar.</param>
public sealed record EnteredTenantDto(Guid Id, string Slug, string Name, string Locale);

internal sealed class EnterPlatformScopeValidator : AbstractValidator<EnterPlatformScopeCommand>
{
    public EnterPlatformScopeValidator()
    {
        RuleFor(c => c.Tenant).NotEmpty().MaximumLength(Domain.Tenancy.Tenant.SlugMaxLength);
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(EnterPlatformScopeCommand.ReasonMaxLength);
    }
}

/// <remarks>
/// The entered tenant's line is committed first and on its own, the own tenant's with this command. Should the second fail,
/// an entry is told that gave no token; the other way round an entry could stay untold where it matters.
/// </remarks>
internal sealed class EnterPlatformScopeHandler(
    ISatcomDb db, RequestScope scope, FreshProof proof, ITenantDirectory directory, ITenantRunner runner, IPlatformScopeTokens tokens, TimeProvider time)
    : IRequestHandler<EnterPlatformScopeCommand, Result<PlatformScopeDto>>
{
    public async Task<Result<PlatformScopeDto>> Handle(EnterPlatformScopeCommand request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        if (await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        if (await directory.FindAsync(request.Tenant, cancellationToken) is not { } target || target.Id == scope.Tenant.Id)
        {
            return new TenantUnknown();
        }

        scope.AuditReason = request.Reason;
        var told = await runner.SendAsync(target, new RecordPlatformEntryCommand(scope.Actor, request.Reason, scope.RemoteAddress), cancellationToken);
        if (told.Error is { } error)
        {
            return error;
        }

        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "tenant", target.Id));
        var token = await tokens.IssueAsync(scope.Actor, scope.Tenant.Id, target, cancellationToken);
        return new PlatformScopeDto(token.Token, "Bearer", token.ExpiresIn, new EnteredTenantDto(target.Id, target.Slug, target.Name, target.Locale));
    }
}

/// <summary>Writes the entry into the audit of the tenant that is entered.</summary>
[SystemOnly]
[AuditAction(EnterPlatformScopeCommand.Action)]
internal sealed record RecordPlatformEntryCommand(Actor Actor, string Reason, string? RemoteAddress) : IPlainCommand;

internal sealed class RecordPlatformEntryHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<RecordPlatformEntryCommand, Result>
{
    public Task<Result> Handle(RecordPlatformEntryCommand request, CancellationToken cancellationToken)
    {
        scope.AuditReason = request.Reason;
        scope.RemoteAddress = request.RemoteAddress;
        db.AuditEntries.Add(AuditLine.Of(scope, time, request.Actor with { Kind = ActorKind.PlatformScope }, "tenant", scope.Tenant.Id));
        return Task.FromResult(Result.Success);
    }
}
