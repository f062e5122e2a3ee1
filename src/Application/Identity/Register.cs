using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.People;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Makes an account by oneself. For development only: elsewhere accounts are made by Hr and invited.</summary>
/// <param name="Email">The account's address.</param>
/// <param name="Password">As for any new password.</param>
/// <param name="DisplayName">What the person is called.</param>
/// <param name="Tenant">The tenant's slug; without it the host or the X-Tenant header decides.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.register")]
[Fails<NotFound>]
[Fails<PasswordRefused>]
[Fails<TenantUnknown>]
[Fails<RateLimited>]
public sealed record RegisterCommand(string Email, string Password, string DisplayName, string? Tenant) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(RegisterCommand);
}

internal sealed class RegisterValidator : AbstractValidator<RegisterCommand>
{
    public RegisterValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(User.EmailMaxLength);
        RuleFor(c => c.Password).NotEmpty().MaximumCharacters(PasswordRules.MaxLength);
        RuleFor(c => c.DisplayName).NotEmpty().MaximumLength(User.DisplayNameMaxLength);
        RuleFor(c => c.Tenant).MaximumLength(Tenant.SlugMaxLength);
    }
}

internal sealed class RegisterHandler(ISatcomDb db, RequestScope scope, ISignInTenants tenants, PasswordRules rules, IPasswordVerifier passwords, TimeProvider time)
    : IRequestHandler<RegisterCommand, Result>
{
    private const int CodeLength = 12;

    public async Task<Result> Handle(RegisterCommand request, CancellationToken cancellationToken)
    {
        var email = User.Normalize(request.Email);
        if (await tenants.FindAsync(request.Tenant, email, cancellationToken) is not { IsFound: true, Tenant: { Status: TenantStatus.Active } tenant })
        {
            return new TenantUnknown();
        }

        scope.Enter(tenant);
        var (id, now) = (time.New(), time.GetUtcNow());
        var user = new User(tenant.Id, id, request.Email.Trim(), request.DisplayName.Trim(), [Roles.Employee], now);
        if (await rules.JudgeAsync(user, request.Password, "password", cancellationToken) is not null)
        {
            return new PasswordRefused();
        }

        user.SetPasswordHash(await passwords.HashAsync(user.TenantId, user.Id, request.Password, cancellationToken));
        if (!await db.Users.AnyAsync(u => u.NormalizedEmail == email, cancellationToken))
        {
            db.Users.Add(user);
            db.SignInDirectory.Add(new SignInDirectoryEntry { EmailHash = tenants.KeyOf(email), TenantId = tenant.Id });
            db.Employees.Add(new Employee(tenant.Id, id, id.ToString("N")[^CodeLength..], "Employee", tenant.TimeZone, managerId: null, teamId: null));
        }

        return Result.Success;
    }
}
