using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Identity;

/// <summary>Asks for a mail with which a new password can be set. The answer never tells whether there is such an account.</summary>
/// <param name="Email">The account's address.</param>
/// <param name="Tenant">The tenant's slug; without it the host, the X-Tenant header or the address decides.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.passwordForgot")]
public sealed record ForgotPasswordCommand(string Email, string? Tenant) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ForgotPasswordCommand);
}

internal sealed class ForgotPasswordValidator : AbstractValidator<ForgotPasswordCommand>
{
    public ForgotPasswordValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(User.EmailMaxLength);
        RuleFor(c => c.Tenant).MaximumLength(Tenant.SlugMaxLength);
    }
}

internal sealed class ForgotPasswordHandler(ISatcomDb db, RequestScope scope, ISignInTenants tenants, IAttemptLimits limits, TimeProvider time)
    : IRequestHandler<ForgotPasswordCommand, Result>
{
    /// <summary>Requests of one place in one company that are written down, each of which leaves lines in the audit for good; those beyond are answered as all others are.</summary>
    private static readonly Quota Written = new("passwordRequests", 30, TimeSpan.FromHours(1));

    private bool? _isWritten;

    public async Task<Result> Handle(ForgotPasswordCommand request, CancellationToken cancellationToken)
    {
        var email = User.Normalize(request.Email);
        var place = await tenants.FindAsync(request.Tenant, email, cancellationToken);
        if (place.Tenant is { } tenant)
        {
            scope.HidesTenant |= !scope.HasTenant;
            scope.Enter(tenant);

            _isWritten ??= await limits.TakeAsync(Written, $"{tenant.Id:N}\n{SourceNetwork.Of(scope.RemoteAddress)}", cancellationToken) is null;
            if (_isWritten == false)
            {
                return Result.Success;
            }

            // Where nobody must be found the same is written down, about nobody: what is not done would show in the time.
            db.PasswordRequests.Add(new PasswordRequest(tenant.Id, time.New(), place.IsFound ? email : string.Empty, scope.RemoteAddress ?? string.Empty, time.GetUtcNow()));
        }

        return Result.Success;
    }
}
