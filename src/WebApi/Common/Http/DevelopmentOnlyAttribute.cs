using Microsoft.AspNetCore.Mvc.Filters;
using Satcom.Domain.Common;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Http;

/// <summary>Outside Development there is no such route, whatever is sent to it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DevelopmentOnlyAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (!context.HttpContext.RequestServices.GetRequiredService<IWebHostEnvironment>().IsDevelopment())
        {
            context.Result = new ProblemResult(new NotFound());
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // What was let through is not looked at again.
    }
}
