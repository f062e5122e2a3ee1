using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Auditing;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.People;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Tenancy;

/// <summary>
/// Gives a company another administrator and mails them a link to set their password: a company whose first administrator's address was
/// mistyped has nobody else who could. The administrators that it has are told. One who has not set a password yet gets another link.
/// </summary>
/// <param name="TenantId">The company.</param>
/// <param name="Id">The client's id of the account: sent again with the same content, it makes none.</param>
/// <param name="Email">What the person signs in with; unique in the company.</param>
/// <param name="DisplayName">What the person is called.</param>
/// <param name="Locale">The language of the mail, en or ar; the company's when it is left out.</param>
[Requires(Permissions.TenantsManage)]
[AuditAction(Action)]
[Fails<NotFound>]
[Fails<ReauthenticationRequired>]
[Fails<IdConflict>]
[Fails<EmailTaken>]
[Fails<RateLimited>]
public sealed record InviteTenantAdministratorCommand(Guid TenantId, Guid? Id, string Email, string DisplayName, string? Locale) : ICommand<TenantAdministratorDto>
{
    public const string Action = "tenancy.inviteAdministrator";
}

/// <summary>An administrator who was invited; of a company's other people the platform learns nothing.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Email">What the person signs in with.</param>
/// <param name="DisplayName">What the person is called.</param>
/// <param name="CreatedAt">When the account was made.</param>
public sealed record TenantAdministratorDto(Guid Id, string Email, string DisplayName, DateTimeOffset CreatedAt);

internal sealed class InviteTenantAdministratorValidator : AbstractValidator<InviteTenantAdministratorCommand>
{
    public InviteTenantAdministratorValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Email).NotEmpty().IsEmail();
        RuleFor(c => c.DisplayName).NotEmpty().IsLine(User.DisplayNameMaxLength);
        RuleFor(c => c.Locale).OneOf(TenantRules.Locales);
    }
}

/// <remarks>The company's own change and line are committed first, as with every other change of a platform administrator.</remarks>
internal sealed class InviteTenantAdministratorHandler(ISatcomDb db, RequestScope scope, ITenantDirectory directory, ITenantRunner runner, FreshProof proof, MadeIds ids, TimeProvider time)
    : IRequestHandler<InviteTenantAdministratorCommand, Result<TenantAdministratorDto>>
{
    public async Task<Result<TenantAdministratorDto>> Handle(InviteTenantAdministratorCommand request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        if (await proof.JudgeAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        if (await directory.FindAsync(request.TenantId, cancellationToken) is not { } target)
        {
            return new NotFound();
        }

        var invited = await runner.SendAsync(
            target,
            new AddAdministratorCommand(scope.Actor, scope.RemoteAddress, ids.For(request.Id, $"{target.Id:N}\n{User.Normalize(request.Email)}"), request.Email.Trim(), request.DisplayName.Trim(), request.Locale),
            cancellationToken);
        if (invited.Error is null)
        {
            db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "tenant", target.Id));
        }

        return invited;
    }
}

/// <summary>Makes an administrator of the scope's tenant, or invites one anew who has set no password yet.</summary>
[SystemOnly]
[AuditAction(InviteTenantAdministratorCommand.Action)]
internal sealed record AddAdministratorCommand(Actor Actor, string? RemoteAddress, Guid Id, string Email, string DisplayName, string? Locale) : ICommand<TenantAdministratorDto>;

internal sealed class AddAdministratorHandler(ISatcomDb db, RequestScope scope, Allowances allowances, Administrators administrators, IPasswordLinks links, TimeProvider time)
    : IRequestHandler<AddAdministratorCommand, Result<TenantAdministratorDto>>
{
    public async Task<Result<TenantAdministratorDto>> Handle(AddAdministratorCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetStoredNow();
        scope.Actor = request.Actor with { Kind = ActorKind.PlatformScope };
        scope.RemoteAddress = request.RemoteAddress;
        var role = string.Equals(scope.Tenant.Slug, Tenant.PlatformSlug, StringComparison.Ordinal) ? Roles.PlatformAdmin : Roles.SuperAdmin;
        var normalized = User.Normalize(request.Email);
        var accounts = db.Users.Where(u => u.Id == request.Id || u.NormalizedEmail == normalized).OrderByDescending(u => u.Id == request.Id);
        if (await accounts.FirstOrDefaultAsync(cancellationToken) is { } known)
        {
            return known.Id == request.Id ? Repeat(known, request) : await InviteAgainAsync(known, role, request.Locale, now, cancellationToken);
        }

        await administrators.TellAsync(new AdministratorInvitedNotice(request.DisplayName, request.Email, now), cancellationToken);
        var user = new User(scope.Tenant.Id, request.Id, request.Email, request.DisplayName, [role], now);
        db.Users.Add(user);
        links.Invite(user, now, request.Locale);
        return Of(user);
    }

    private static TenantAdministratorDto Of(User user) => new(user.Id, user.Email, user.DisplayName, user.CreatedAt);

    private static Result<TenantAdministratorDto> Repeat(User known, AddAdministratorCommand request) =>
        (known.Email, known.DisplayName) == (request.Email, request.DisplayName) ? Of(known) : new IdConflict();

    /// <summary>An invitation that was lost or is over. Nobody who has a password is sent anything, and nobody becomes more than they were.</summary>
    private async Task<Result<TenantAdministratorDto>> InviteAgainAsync(User known, string role, string? locale, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (known.PasswordHash is not null || known.Status != UserStatus.Active || !known.Roles.Contains(role, StringComparer.Ordinal))
        {
            return new EmailTaken();
        }

        if (await allowances.TakeAsync(Allowances.ResetMailByAdministrator, known.Id.ToString(), now, cancellationToken) is { } wait)
        {
            return new RateLimited(wait);
        }

        links.Invite(known, now, locale);
        db.AuditEntries.Add(AuditLine.Of(scope, time, scope.Actor, "user", known.Id));
        return Of(known);
    }
}
