# Turns text files into C++: cmake -DMODULE=nlp -DOUTPUT=… -DINPUTS=a;b -P embed.cmake
file(WRITE ${OUTPUT}.new "#include \"${MODULE}/tables.hpp\"\n\nnamespace reformdesk::${MODULE}::tables {\n")
foreach(input IN LISTS INPUTS)
  get_filename_component(name ${input} NAME_WE)
  file(READ ${input} text)
  string(LENGTH "${text}" length)
  # A string literal may have at most 65,536 bytes by the standard.
  if(length GREATER 32000)
    message(FATAL_ERROR "${input} is too long for one string literal: split it")
  endif()
  file(APPEND ${OUTPUT}.new "const std::string_view ${name} = R\"~~(${text})~~\";\n")
endforeach()
file(APPEND ${OUTPUT}.new "}  // namespace reformdesk::${MODULE}::tables\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
