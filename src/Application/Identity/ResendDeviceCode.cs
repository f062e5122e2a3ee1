using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Sends a fresh code, which takes the place of the last one.</summary>
/// <param name="ChallengeId">As the sign-in answered it.</param>
[Anonymous]
[NoReplay]
[AuditAction("auth.deviceResend")]
[Fails<OtpExpired>]
[Fails<RateLimited>]
public sealed record ResendDeviceCodeCommand(string ChallengeId) : IPlainCommand
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ResendDeviceCodeCommand);
}

internal sealed class ResendDeviceCodeValidator : AbstractValidator<ResendDeviceCodeCommand>
{
    public ResendDeviceCodeValidator() => RuleFor(c => c.ChallengeId).NotEmpty().MaximumLength(VerifyDeviceValidator.ChallengeIdMaxLength);
}

internal sealed class ResendDeviceCodeHandler(DeviceChallenges challenges) : IRequestHandler<ResendDeviceCodeCommand, Result>
{
    public async Task<Result> Handle(ResendDeviceCodeCommand request, CancellationToken cancellationToken) =>
        await challenges.ResendAsync(request.ChallengeId, cancellationToken) is { } error ? error : Result.Success;
}
