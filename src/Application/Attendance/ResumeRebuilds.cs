using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Has a company's rebuild go on whose event was given up, so that nothing waits behind it until somebody asks for another.</summary>
[SystemOnly]
[AuditAction("attendance.rebuildDays")]
public sealed record ResumeRebuildsCommand : IPlainCommand;

internal sealed class ResumeRebuildsHandler(RebuildQueue queue) : IRequestHandler<ResumeRebuildsCommand, Result>
{
    public async Task<Result> Handle(ResumeRebuildsCommand request, CancellationToken cancellationToken)
    {
        await queue.GoOnAsync(cancellationToken);
        return Result.Success;
    }
}
