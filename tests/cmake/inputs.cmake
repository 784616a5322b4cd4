# SPDX-License-Identifier: Apache-2.0
aimet_test(inputs aimet_inputs)
aimet_test(inputs_match aimet_inputs)

add_test(NAME schema_input_spec
  COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/schema_input_spec.py" "${PROJECT_SOURCE_DIR}")

# aimet_torch exports only aimet_torch_library, so this test compiles the sources of the feeding itself.
aimet_test(feed aimet_inputs)
set(torch_room "${PROJECT_SOURCE_DIR}/lib/torch")
target_sources(feed_test PRIVATE ${torch_room}/dtype.cpp ${torch_room}/feed.cpp ${torch_room}/natural_value.cpp ${torch_room}/value_text.cpp)
target_include_directories(feed_test SYSTEM PRIVATE ${TORCH_INCLUDE_DIRS})
target_link_libraries(feed_test PRIVATE ${TORCH_LIBRARIES})
