using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Satcom.WebApi.Common.Binding;

/// <summary>Binds simple types from route and query in their one accepted form, where the framework would guess.</summary>
internal sealed class StrictValueBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var source = context.BindingInfo.BindingSource;
        if (source is not null && source != BindingSource.Query && source != BindingSource.Path && source != BindingSource.ModelBinding)
        {
            return null;
        }

        return StrictValues.For(context.Metadata.ModelType) is var (parse, code) ? new StrictValueBinder(parse, code) : null;
    }

    private sealed class StrictValueBinder(StrictParser parse, string code) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext bindingContext)
        {
            var found = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
            if (found == ValueProviderResult.None)
            {
                return Task.CompletedTask;
            }

            bindingContext.ModelState.SetModelValue(bindingContext.ModelName, found);
            if (found.Length == 1 && found.FirstValue is { } text && parse(text) is { } value)
            {
                bindingContext.Result = ModelBindingResult.Success(value);
            }
            else if (bindingContext.ModelState.GetFieldValidationState(bindingContext.ModelName) != ModelValidationState.Invalid)
            {
                // What StrictQueryFilter found of it says more.
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, code);
            }

            return Task.CompletedTask;
        }
    }
}
