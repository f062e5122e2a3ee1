using Microsoft.AspNetCore.Mvc;
using Satcom.Domain.Common;

namespace Satcom.WebApi.Common.Problems;

/// <summary>An action's refusal.</summary>
internal sealed class ProblemResult(Error error) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) => ProblemWriter.WriteAsync(context.HttpContext, error);
}
